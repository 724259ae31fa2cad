import QtQuick
import QtQuick.Layouts
import kit

// One thing that a round brought: what it is, and what became of it; a tap leads on where it can.
ColumnLayout {
    id: change

    required property string key
    required property string when
    required property string kindWord
    required property string words
    required property string shape
    required property string word
    required property string opens
    required property string opensAt
    required property string group

    signal followed(place: string, argument: string)

    spacing: 0

    GroupRow {
        visible: change.group !== ""
        title: change.group
        Layout.fillWidth: true
    }
    TallRow {
        objectName: "change-" + change.key
        title: change.words
        detail: change.kindWord + "，" + change.when
        strongTitle: false
        interactive: change.opens !== ""
        showsChevron: change.opens !== ""
        Layout.fillWidth: true
        onClicked: if (change.opens !== "")
            change.followed(change.opens, change.opensAt)

        StateMark {
            shape: change.shape
            role: "ink2"
            text: change.word
        }
    }
}
