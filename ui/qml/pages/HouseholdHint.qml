pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// How to knock, framed; and what to do when nobody has opened three times.
ColumnLayout {
    id: hint

    required property HouseholdModel vm

    spacing: Theme.s3

    NoticeLine {
        visible: hint.vm.warning !== ""
        glyph: "emergency"
        role: "late"
        token: "body"
        strong: true
        text: hint.vm.warning
        Layout.fillWidth: true
    }
    NoticeLine {
        objectName: "going"
        visible: hint.vm.going !== ""
        glyph: "handover"
        token: "body"
        text: hint.vm.going
        Layout.fillWidth: true
    }
    Touchable {
        id: card
        objectName: "editDoor"
        leftPadding: Theme.s5
        rightPadding: Theme.s5
        implicitHeight: Math.max(Theme.s7 + Theme.s4, implicitContentHeight + Theme.s5)
        spoken: "敲门提示，" + (hint.vm.accessNote || "还没写") + "，点一下改"
        Layout.fillWidth: true
        onClicked: hint.vm.editDoor()
        background: Rectangle {
            radius: Theme.radius
            color: card.down ? Theme.sunken : Theme.surface
            border.width: Theme.lineTouch
            border.color: hint.vm.accessNote === "" ? Theme.edge : Theme.accent
        }
        contentItem: RowLayout {
            spacing: Theme.s4

            Icon {
                name: "hint"
                role: hint.vm.accessNote === "" ? "ink2" : "accent"
            }
            HeadingLabel {
                text: hint.vm.accessNote || "写一句怎么敲门"
                strong: hint.vm.accessNote !== ""
                color: hint.vm.accessNote === "" ? Theme.ink2 : Theme.ink
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
    }
    Flow {
        visible: hint.vm.tags.length > 0
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: hint.vm.tags

            Tag {
                required property string modelData
                text: modelData
            }
        }
    }
}
