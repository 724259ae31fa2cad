import QtQuick

// The 28 px square that is ticked; drawn by TickBox and TickRow.
Rectangle {
    id: square

    property bool ticked: false

    implicitWidth: Theme.tickBox
    implicitHeight: Theme.tickBox
    radius: Theme.radiusSmall
    color: square.ticked ? Theme.met : Theme.surface
    border.width: square.ticked ? 0 : Theme.lineTouch
    border.color: Theme.edge
    Accessible.ignored: true

    Icon {
        anchors.centerIn: parent
        visible: square.ticked
        name: "check"
        role: "surface"
        px: Theme.iconText
    }
}
