pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Who lives behind the door when they are several, and what to know before knocking.
ColumnLayout {
    id: notes

    required property DoorPaneModel vm

    spacing: Theme.s3

    Select {
        objectName: "homeChoice"
        visible: notes.vm.homes.length > 1
        spoken: "哪一家"
        glyph: "household"
        model: notes.vm.homes
        textRole: "text"
        currentIndex: notes.vm.homeIndex
        onActivated: index => notes.vm.chooseHome(index)
    }
    Repeater {
        model: notes.vm.people

        RowLayout {
            id: dweller

            required property var modelData

            spacing: Theme.s3
            Layout.fillWidth: true

            Avatar {
                text: dweller.modelData.name
            }
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                BodyLabel {
                    text: dweller.modelData.name
                    strong: true
                    Layout.fillWidth: true
                }
                SmallLabel {
                    text: [dweller.modelData.summary, dweller.modelData.detail].filter(
                              part => part !== "").join("，")
                    Layout.fillWidth: true
                }
            }
            Tag {
                visible: dweller.modelData.hidden > 0
                glyph: "lock"
                text: dweller.modelData.hidden + " 项已遮"
            }
        }
    }
    NoticeLine {
        visible: notes.vm.warning !== ""
        glyph: "emergency"
        role: "late"
        token: "body"
        strong: true
        text: notes.vm.warning
        Layout.fillWidth: true
    }
    Repeater {
        model: notes.vm.notes

        NoticeLine {
            required property var modelData
            glyph: modelData.glyph
            role: "accent"
            token: "body"
            text: modelData.text
            Layout.fillWidth: true
        }
    }
}
