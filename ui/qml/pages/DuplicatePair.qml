pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Two records of what may be one person, beside each other: whose each is, and every field of both.
Card {
    id: pair

    required property DuplicatesModel vm
    readonly property var view: pair.vm.view
    readonly property bool narrow: Theme.portrait && Theme.textScale > 1.3

    GridLayout {
        columns: pair.narrow ? 2 : 3
        columnSpacing: Theme.s3
        Layout.fillWidth: true
        Layout.margins: Theme.s4 + Theme.s1
        Layout.bottomMargin: Theme.s3

        Item {
            visible: !pair.narrow
            Layout.preferredWidth: (Theme.touchField + Theme.s4) * Theme.textScale
        }
        Repeater {
            model: [
                {
                    title: "先记的",
                    name: pair.view.keptName,
                    place: pair.view.keptPlace
                },
                {
                    title: "后记的",
                    name: pair.view.otherName,
                    place: pair.view.otherPlace
                }
            ]

            ColumnLayout {
                id: side

                required property var modelData

                spacing: 0
                Layout.fillWidth: true
                Layout.preferredWidth: 1

                SmallLabel {
                    text: side.modelData.title
                }
                HeadingLabel {
                    text: side.modelData.name
                    Layout.fillWidth: true
                }
                SmallLabel {
                    text: side.modelData.place
                    Layout.fillWidth: true
                }
            }
        }
    }
    Repeater {
        model: pair.vm.fields

        DuplicateField {
            Layout.fillWidth: true
            onDecided: takes => pair.vm.take(key, takes)
        }
    }
    Divider {
        Layout.fillWidth: true
    }
    NoticeLine {
        glyph: "household"
        role: "ink2"
        text: pair.view.united
        Layout.fillWidth: true
        Layout.margins: Theme.s4 + Theme.s1
        Layout.topMargin: Theme.s3
        Layout.bottomMargin: Theme.s3
    }
}
