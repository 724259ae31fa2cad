import QtQuick

// The keyboard's place: two rings of different lightness, so that one shows on any ground.
Item {
    id: ring

    property int radius: Theme.radius
    // Inside the control where a list or card would clip a ring around it.
    property bool inside: false
    readonly property int reach: ring.inside ? -Theme.focusOffset
                                             : Theme.focusOffset + 2 * Theme.focusWidth
    readonly property int corner: ring.inside ? Theme.radiusSmall : ring.radius + Theme.focusRadius

    objectName: "focusRing"
    z: 10

    Rectangle {
        anchors.fill: parent
        anchors.margins: -ring.reach
        radius: ring.corner
        color: "transparent"
        border.width: Theme.focusWidth
        border.color: Theme.focus
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.focusWidth - ring.reach
        radius: Math.max(0, ring.corner - Theme.focusWidth)
        color: "transparent"
        border.width: Theme.focusWidth
        border.color: Theme.focusGap
    }
}
