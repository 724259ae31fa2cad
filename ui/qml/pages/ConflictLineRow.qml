import QtQuick
import QtQuick.Layouts
import kit

// One thing to decide in a list, under the heading of its door and day or of why it is there.
ColumnLayout {
    id: line

    required property string key
    required property string title
    required property string detail
    required property bool isOpen
    required property string group
    required property string groupNote
    property string chosen: ""
    property string prefix: "conflict-"

    signal opened

    spacing: 0

    GroupRow {
        visible: line.group !== ""
        title: line.group
        note: line.groupNote
        Layout.fillWidth: true
    }
    ListRow {
        objectName: line.prefix + line.key
        title: line.title
        detail: line.detail
        barred: line.key === line.chosen
        strongTitle: line.isOpen
        showsDivider: false
        Layout.fillWidth: true
        onClicked: line.opened()
    }
}
