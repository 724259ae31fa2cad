import QtQuick
import QtQuick.Layouts
import kit

// One record that was not taken: what, why, that nothing is lost, what to press.
Card {
    id: card

    required property string key
    required property string title
    required property string sentence
    required property string advice
    required property string kindWord
    required property string what
    required property string stood
    required property bool canRetry
    required property bool canCorrect
    required property bool canGo

    signal retried(key: string)
    signal corrected(key: string)
    signal putAside(key: string)
    signal letGo(key: string)

    padding: Theme.s4

    RowLayout {
        spacing: Theme.s4
        Layout.fillWidth: true

        Icon {
            name: "inbox"
            Layout.alignment: Qt.AlignTop
        }
        ColumnLayout {
            spacing: Theme.s2
            Layout.fillWidth: true

            BodyLabel {
                text: card.title
                strong: true
                Layout.fillWidth: true
            }
            BodyLabel {
                text: card.sentence + card.advice
                color: Theme.ink2
                Layout.fillWidth: true
            }
            Rectangle {
                visible: !card.canGo
                color: Theme.page
                radius: Theme.radiusSmall
                border.width: Theme.lineThin
                border.color: Theme.line
                implicitHeight: strip.implicitHeight + 2 * Theme.s2
                Layout.fillWidth: true

                RowLayout {
                    id: strip
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.leftMargin: Theme.s3
                    anchors.rightMargin: Theme.s3
                    spacing: Theme.s3

                    SpanLabel {
                        spans: [
                            {
                                text: card.kindWord + "  ",
                                strong: true
                            },
                            {
                                text: card.what
                            }
                        ]
                        Layout.fillWidth: true
                    }
                    StateMark {
                        shape: "stored"
                        text: card.stood
                    }
                }
            }
            Flow {
                spacing: Theme.s2
                Layout.fillWidth: true

                Button {
                    objectName: "correct-" + card.key
                    visible: card.canCorrect
                    glyph: "pen"
                    text: "修正后重试"
                    onClicked: card.corrected(card.key)
                }
                Button {
                    objectName: "retry-" + card.key
                    visible: card.canRetry
                    text: "照原样再送"
                    onClicked: card.retried(card.key)
                }
                Button {
                    objectName: "seen-" + card.key
                    visible: card.canGo
                    glyph: "check"
                    text: "知道了"
                    onClicked: card.letGo(card.key)
                }
                TextLink {
                    objectName: "aside-" + card.key
                    visible: !card.canGo
                    height: Theme.buttonHeight
                    text: "先放着"
                    onClicked: card.putAside(card.key)
                }
            }
        }
    }
}
