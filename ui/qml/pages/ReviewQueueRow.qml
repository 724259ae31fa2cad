import QtQuick
import QtQuick.Layouts
import kit

// An entry of the queue: who, from where, how urgent, its first words.
TallRow {
    id: row

    required property string key
    required property string author
    required note
    required property string summary
    required property string word
    required property string shape
    required property string role
    required property bool isRead
    property string chosen: ""

    signal opened(key: string)

    objectName: "queue-" + row.key
    selected: row.key === row.chosen
    focusPolicy: Qt.ClickFocus | Qt.TabFocus
    spoken: [row.author, row.note, row.word, row.summary].filter(part => part !== "").join("，")
    onClicked: row.opened(row.key)
    contentItem: RowLayout {
        ColumnLayout {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter
            spacing: 0

            RowLayout {
                spacing: Theme.s2
                Layout.fillWidth: true

                SpanLabel {
                    spans: [
                        {
                            text: row.author,
                            strong: !row.isRead
                        },
                        {
                            text: row.note === "" ? "" : "，" + row.note
                        }
                    ]
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
                StateMark {
                    visible: row.word !== ""
                    shape: row.shape
                    role: row.role
                    strong: !row.isRead
                    text: row.word
                    Accessible.ignored: true
                }
            }
            SmallLabel {
                // The whole of it stands on the page beside.
                readonly property bool mayBeShortened: true
                text: row.summary
                maximumLineCount: 1
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
    }
}
