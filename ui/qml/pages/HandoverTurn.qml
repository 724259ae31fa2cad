pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// A handover of a grid: whose turn it was and is, and both signatures with time and device.
Card {
    id: turn

    required property var modelData

    signal signed(side: string)
    signal taken(signature: string)

    ColumnLayout {
        spacing: 0
        Layout.fillWidth: true
        Layout.margins: Theme.s4 + Theme.lineMark
        Layout.bottomMargin: Theme.s2

        BodyLabel {
            text: turn.modelData.title
            strong: true
            Layout.fillWidth: true
        }
        SmallLabel {
            text: turn.modelData.detail
            Layout.fillWidth: true
        }
    }
    Repeater {
        model: turn.modelData.sides

        ColumnLayout {
            id: side

            required property var modelData

            spacing: 0
            Layout.fillWidth: true

            Divider {
                Layout.fillWidth: true
            }
            GridLayout {
                columns: Theme.textScale > 1.3 ? 1 : 2
                columnSpacing: Theme.s3
                rowSpacing: Theme.s2
                Layout.fillWidth: true
                Layout.leftMargin: Theme.s4 + Theme.lineMark
                Layout.rightMargin: Theme.s4 + Theme.lineMark
                Layout.topMargin: Theme.s2
                Layout.bottomMargin: Theme.s2

                ColumnLayout {
                    spacing: 0
                    Layout.fillWidth: true

                    BodyLabel {
                        text: side.modelData.label + "：" + side.modelData.said
                        Layout.fillWidth: true
                    }
                    SmallLabel {
                        visible: text !== ""
                        text: side.modelData.note
                        Layout.fillWidth: true
                    }
                }
                Button {
                    objectName: (side.modelData.signature === "" ? "sign-" : "unsign-")
                                + side.modelData.side
                    visible: side.modelData.action !== ""
                    compact: true
                    glyph: side.modelData.signature === "" ? "pen" : "undo"
                    text: side.modelData.action
                    spoken: side.modelData.signature === "" ? side.modelData.action
                                                            : "撤销签字：" + side.modelData.said
                    onClicked: side.modelData.signature === "" ? turn.signed(side.modelData.side)
                                                               : turn.taken(
                                                                     side.modelData.signature)
                }
            }
        }
    }
}
