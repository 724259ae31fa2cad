pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What is known of the chosen door, and under the thumb what came of the knock.
Pane {
    id: pane

    required property DoorPaneModel vm

    signal others

    Item {
        implicitHeight: head.implicitHeight
        Layout.fillWidth: true

        ColumnLayout {
            id: head
            anchors.left: parent.left
            anchors.right: parent.right
            spacing: 0

            SmallLabel {
                text: pane.vm.placeText
                Layout.fillWidth: true
                Layout.rightMargin: link.width
            }
            Flow {
                spacing: Theme.s3
                Layout.fillWidth: true

                FigureLabel {
                    id: figure
                    text: pane.vm.number
                    token: pane.vm.number.length > 6 ? "title" : "figure"
                }
                HeadingLabel {
                    text: pane.vm.people.length > 0 ? "" : pane.vm.name
                    height: figure.height
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
        TextLink {
            id: link
            objectName: "openHousehold"
            visible: pane.vm.household !== ""
            anchors.right: parent.right
            anchors.rightMargin: -Theme.s2
            text: "看这户"
            trailing: "forward"
            onClicked: pane.vm.openHousehold()
        }
    }
    Flow {
        visible: pane.vm.tags.length > 0 || pane.vm.hidden > 0
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: pane.vm.tags

            Tag {
                required property string modelData
                text: modelData
            }
        }
        Tag {
            visible: pane.vm.hidden > 0
            glyph: "lock"
            text: (pane.vm.tags.length > 0 ? "另有 " : "") + pane.vm.hidden + " 项已遮"
        }
    }
    Flow {
        visible: pane.vm.word !== "" || pane.vm.since !== ""
        spacing: Theme.s2
        Layout.fillWidth: true

        VisitMark {
            visible: pane.vm.word !== ""
            standing: pane.vm.standing
            text: pane.vm.word
        }
        SmallLabel {
            text: pane.vm.since
        }
    }
    Divider {
        visible: pane.vm.notes.length > 0 || pane.vm.people.length > 0
        Layout.fillWidth: true
    }
    DoorNotes {
        vm: pane.vm
        Layout.fillWidth: true
    }

    foot: DoorOutcomes {
        vm: pane.vm
        Layout.fillWidth: true
        onOthers: pane.others()
    }
}
