pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What a person would say, and the four counts that fill up.
Card {
    id: head

    required property SyncModel vm
    property bool isOffline: false

    RowLayout {
        spacing: Theme.s4
        Layout.fillWidth: true
        Layout.margins: Theme.s4

        Icon {
            name: head.isOffline || head.vm.isAway ? "offline" : head.vm.isProven ? "check" : "sync"
            px: Theme.iconMain
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            HeadingLabel {
                objectName: "syncSentence"
                text: head.isOffline ? "先不联网，都存在这台平板上" : head.vm.sentence
                Layout.fillWidth: true
            }
            BodyLabel {
                text: head.vm.detail
                color: Theme.ink2
                Layout.fillWidth: true
            }
            BodyLabel {
                objectName: "syncTrouble"
                visible: text !== "" && !head.isOffline
                text: head.vm.trouble
                Layout.fillWidth: true
            }
        }
    }
    Divider {
        Layout.fillWidth: true
    }
    GridLayout {
        id: grid
        columns: Theme.textScale > 1 ? 2 : 4
        columnSpacing: 0
        rowSpacing: 0
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: head.vm.counts

            Item {
                id: count

                required property int index
                required property string key
                required property string shape
                required property string word
                required property int number
                required property string note

                implicitWidth: body.implicitWidth
                implicitHeight: body.implicitHeight + 2 * Theme.s3
                Layout.fillWidth: true
                Layout.fillHeight: true

                Divider {
                    visible: count.index % grid.columns > 0
                    width: Theme.lineThin
                    height: count.height
                }
                ColumnLayout {
                    id: body
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.leftMargin: Theme.s4 + Theme.s1
                    anchors.rightMargin: Theme.s3
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: 0

                    StateMark {
                        shape: count.shape
                        text: count.word
                        strong: true
                    }
                    RowLayout {
                        spacing: Theme.s2

                        TitleLabel {
                            objectName: "count-" + count.key
                            text: String(count.number)
                        }
                        SmallLabel {
                            text: count.note
                            Layout.fillWidth: true
                        }
                    }
                }
            }
        }
    }
    Divider {
        visible: photos.visible
        Layout.fillWidth: true
    }
    RowLayout {
        id: photos
        visible: head.vm.photoText !== ""
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.margins: Theme.s3
        Layout.leftMargin: Theme.s4 + Theme.s1

        NoticeLine {
            objectName: "syncPhotos"
            glyph: "camera"
            token: "body"
            text: head.vm.photoText
            Layout.fillWidth: true
        }
        Button {
            objectName: "clearPhotos"
            compact: true
            text: "清掉已收到的"
            onClicked: head.vm.clearPhotos()
        }
    }
}
