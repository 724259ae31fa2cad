import QtQuick
import QtQuick.Layouts
import kit

// One household behind a figure: door, name, what happened, how far one got, when it was last seen.
ListRow {
    id: row

    required property string key
    required property string door
    required property string name
    required property string standing
    required property string word
    required property string last
    required property int index
    property int rows: 0
    required note

    signal opened(key: string)

    objectName: "cover-" + row.key
    spoken: [row.door, row.name, row.note, row.word, row.last].filter(part => part !== "").join("，")
    onClicked: row.opened(row.key)
    background: CardRowFace {
        isFirst: row.index === 0
        isLast: row.index === row.rows - 1
        color: row.down ? Theme.sunken : Theme.surface
    }
    contentItem: GridLayout {
        columns: Theme.oneColumn ? 2 : 5
        columnSpacing: Theme.s4
        rowSpacing: 0

        BodyLabel {
            text: row.door
            strong: true
            Accessible.ignored: true
            Layout.preferredWidth: Theme.s7 * 5
            Layout.fillWidth: Theme.oneColumn
        }
        BodyLabel {
            text: row.name
            Accessible.ignored: true
            Layout.preferredWidth: Theme.s7 * 3
            Layout.fillWidth: Theme.oneColumn
        }
        BodyLabel {
            text: row.note
            color: Theme.ink2
            Accessible.ignored: true
            Layout.fillWidth: true
            Layout.columnSpan: Theme.oneColumn ? 2 : 1
            visible: !Theme.oneColumn || row.note !== ""
        }
        VisitMark {
            standing: row.standing
            text: row.word
            Layout.preferredWidth: Theme.s7 * 3
        }
        SmallLabel {
            text: row.last
            Accessible.ignored: true
            horizontalAlignment: Text.AlignRight
            Layout.preferredWidth: Theme.s7 * 3
        }
    }
}
