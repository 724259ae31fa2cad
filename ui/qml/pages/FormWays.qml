pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// A card of ways on, one row each.
Card {
    id: card

    required property var ways
    property string spoken: ""

    signal chosen(key: string)

    Repeater {
        id: rows
        model: card.ways

        TallRow {
            id: row

            required property string key
            required property int index
            required glyph
            required title
            required detail

            objectName: "way-" + row.key
            focus: row.index === 0
            showsChevron: true
            showsDivider: row.index < rows.count - 1
            Layout.fillWidth: true
            onClicked: card.chosen(row.key)
        }
    }
}
