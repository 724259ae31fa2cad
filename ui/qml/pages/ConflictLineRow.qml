import QtQuick
import QtQuick.Layouts
import kit

// One conflict in the list, under the heading of its door and day.
ColumnLayout {
    id: line

    required property string key
    required property string title
    required property string detail
    required property bool isOpen
    required property string group
    required property string groupNote
    property string chosen: ""

    signal opened

    spacing: 0

    GroupRow {
        visible: line.group !== ""
        title: line.group
        note: line.groupNote
        Layout.fillWidth: true
    }
    ListRow {
        objectName: "conflict-" + line.key
        title: line.title
        detail: line.detail
        barred: line.key === line.chosen
        strongTitle: line.isOpen
        showsDivider: false
        Layout.fillWidth: true
        onClicked: line.opened()
    }
}
