import QtQuick
import QtQuick.Layouts

// The right pane beside a field of doors: what is known above, what is done below.
Rectangle {
    id: pane

    default property alias content: column.content
    property alias foot: footColumn.data
    property int spacing: Theme.s3

    implicitWidth: Theme.paneWidth
    color: Theme.surface
    Accessible.role: Accessible.Pane

    Rectangle {
        width: Theme.lineThin
        height: parent.height
        color: Theme.line
    }
    Rectangle {
        width: parent.width
        height: Theme.lineThin
        color: Theme.line
    }
    ScrollPane {
        id: column
        anchors.fill: parent
        anchors.leftMargin: Theme.s4 + Theme.s1
        anchors.rightMargin: Theme.s4 + Theme.s1
        anchors.topMargin: Theme.s4
        anchors.bottomMargin: footColumn.implicitHeight + Theme.s5 + Theme.s3
        spacing: pane.spacing
    }
    ColumnLayout {
        id: footColumn
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.leftMargin: Theme.s4 + Theme.s1
        anchors.rightMargin: Theme.s4 + Theme.s1
        anchors.bottomMargin: Theme.s5
        spacing: Theme.s2
    }
}
