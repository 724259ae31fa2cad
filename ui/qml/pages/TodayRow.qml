import QtQuick
import QtQuick.Layouts
import kit

// A line of 今天: the heading of a building, or a door, its reason, and when.
Item {
    id: line

    required property string key
    required property bool isGroup
    required property string title
    required property string note
    required property string door
    required property string standing
    required property string word
    required property string sign
    property string nextKey: ""

    signal chosen(key: string)

    implicitHeight: line.isGroup ? group.implicitHeight : row.implicitHeight
    activeFocusOnTab: false
    onActiveFocusChanged: if (line.activeFocus && !line.isGroup)
        row.forceActiveFocus(Qt.TabFocusReason)

    GroupRow {
        id: group
        visible: line.isGroup
        width: parent.width
        title: line.title
        note: line.note
    }
    TallRow {
        id: row
        visible: !line.isGroup
        objectName: "due-" + line.key
        width: parent.width
        lead: line.door
        title: line.title
        detail: line.note
        barred: line.key === line.nextKey
        showsChevron: true
        onClicked: line.chosen(line.key)

        Icon {
            visible: line.sign !== ""
            name: line.sign
            px: Theme.iconSmall
        }
        VisitMark {
            standing: line.standing
            text: line.word
            Layout.preferredWidth: Theme.s7 * 2
        }
    }
}
