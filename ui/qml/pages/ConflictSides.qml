pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 我的, 对方的, 原来的: who and when above, the words large, one button each. Two texts stand beside
// each other also upright, the sentences that differ marked, and what both had seen lies below.
GridLayout {
    id: sides

    required property ConflictsModel vm
    readonly property bool asText: sides.vm.view.isText
    // A card needs this much for a line of words worth reading.
    readonly property int cardWidth: 3 * Theme.touchField * Theme.textScale
    readonly property bool stacked: sides.width < (sides.asText ? 2 : 3) * sides.cardWidth
                                                  + Theme.s7 * Theme.textScale

    columns: sides.stacked ? 1 : sides.asText ? 2 : 3
    columnSpacing: Theme.s3
    rowSpacing: Theme.s3
    uniformCellWidths: true

    Repeater {
        model: sides.vm.sides

        Card {
            id: side

            required property string key
            required property string title
            required property string who
            required property string device
            required property string words
            required property list<var> spans
            required property string button
            required property bool isInUse
            readonly property bool below: sides.asText && side.key === "base"

            padding: Theme.s4 + Theme.s1
            spacing: Theme.s1
            frame: side.isInUse ? "chosen" : ""
            Layout.columnSpan: side.below && !sides.stacked ? 2 : 1
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: sides.stacked || side.below ? 0 : Theme.touchField * 3 + Theme.s5

            HeadingLabel {
                text: side.title
                color: side.isInUse ? Theme.accent : Theme.ink
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: side.who !== ""
                text: side.who
                Layout.fillWidth: true
            }
            // Also where it says nothing, so that the words of all three stand on one line.
            SmallLabel {
                visible: side.device !== "" || !sides.stacked && !side.below
                text: side.device
                Layout.fillWidth: true
            }
            SpanLabel {
                objectName: "words-" + side.key
                token: sides.asText ? "reading" : "heading"
                spans: sides.asText ? side.spans : [
                    {
                        text: side.words,
                        strong: side.key !== "base"
                    }
                ]
                color: side.key === "base" ? Theme.ink2 : Theme.ink
                Layout.fillWidth: true
                Layout.topMargin: Theme.s1
            }
            Item {
                Layout.fillHeight: true
            }
            StateMark {
                visible: side.isInUse
                shape: "icon-check"
                role: "accent"
                text: "正在用"
                strong: true
                Layout.alignment: Qt.AlignHCenter
                Layout.topMargin: Theme.s1
            }
            Button {
                objectName: "use-" + side.key
                visible: !side.isInUse || sides.vm.view.isOpen
                text: side.button
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2
                onClicked: sides.vm.use(side.key)
            }
        }
    }
}
