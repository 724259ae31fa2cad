import QtQuick
import QtQuick.Layouts

// The pane of portrait: it rises from below and leaves the building in view.
Rectangle {
    id: sheet

    default property alias content: column.data
    property bool open: false
    property int spacing: Theme.s2

    implicitHeight: column.implicitHeight + Theme.s5 + Theme.s4
    anchors.left: parent?.left
    anchors.right: parent?.right
    y: (parent?.height ?? 0) - (sheet.open ? sheet.height : 0)
    height: sheet.implicitHeight
    visible: sheet.open
    color: Theme.surface
    Accessible.role: Accessible.Pane

    Behavior on y {
        enabled: Theme.paneTime > 0
        NumberAnimation {
            duration: Theme.paneTime
            easing.type: Easing.OutQuad
        }
    }

    Rectangle {
        width: parent.width
        height: Theme.lineTouch
        color: Theme.edge
    }
    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.leftMargin: Theme.s5
        anchors.rightMargin: Theme.s5
        anchors.topMargin: Theme.s5
        anchors.bottomMargin: Theme.s4
        spacing: sheet.spacing
    }
}
