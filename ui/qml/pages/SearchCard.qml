pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// What to know of the best hit, before going there.
Card {
    id: card

    required property var view

    padding: Theme.s4
    spacing: Theme.s2

    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true

        HeadingLabel {
            objectName: "cardName"
            text: card.view.name
        }
        BodyLabel {
            text: card.view.place
            color: Theme.ink2
            Layout.fillWidth: true
        }
    }
    Repeater {
        model: card.view.lines

        NoticeLine {
            required property var modelData
            glyph: modelData.glyph
            role: "accent"
            text: modelData.text
            strong: modelData.strong
            Layout.fillWidth: true
        }
    }
    SmallLabel {
        visible: text !== ""
        text: card.view.since
        Layout.fillWidth: true
    }
}
