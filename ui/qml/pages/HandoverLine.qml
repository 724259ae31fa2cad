import QtQuick
import kit

// A household's heading, or one record under it with its tick.
Item {
    id: line

    required property string key
    required property bool isGroup
    required property string title
    required property string detail
    required property bool isTicked
    required property bool canTake
    property bool busy: false

    signal ticked(key: string)

    implicitHeight: line.isGroup ? heading.implicitHeight : row.implicitHeight

    GroupRow {
        id: heading
        visible: line.isGroup
        width: parent.width
        title: line.title
        note: line.detail
    }
    TickRow {
        id: row
        objectName: "handover-" + line.key
        visible: !line.isGroup
        width: parent.width
        enabled: !line.busy && line.canTake
        chosen: line.isTicked
        title: line.title
        detail: line.detail
        onClicked: line.ticked(line.key)
    }
}
