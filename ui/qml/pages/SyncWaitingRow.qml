import QtQuick
import QtQuick.Layouts
import kit

// One record that waits: when, what, and how far it has come.
ListRow {
    id: row

    required property string key
    required property string when
    required property string kindWord
    required property string words
    required property string shape
    required property string word

    interactive: false
    spoken: [row.when, row.kindWord, row.words, row.word].join("，")
    contentItem: RowLayout {
        spacing: Theme.s4

        BodyLabel {
            text: row.when
            color: Theme.ink2
            Accessible.ignored: true
            Layout.preferredWidth: Theme.s5 * 3 * Theme.textScale
        }
        SpanLabel {
            spans: [
                {
                    text: row.kindWord + " ",
                    strong: true
                },
                {
                    text: row.words
                }
            ]
            Accessible.ignored: true
            Layout.fillWidth: true
        }
        StateMark {
            shape: row.shape
            text: row.word
            Accessible.ignored: true
        }
    }
}
