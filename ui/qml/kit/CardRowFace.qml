import QtQuick

// The ground of a row in a list that is one card: round at its ends, one line between two rows.
Item {
    id: face

    property bool isFirst: false
    property bool isLast: false
    property color color: Theme.surface

    Rectangle {
        anchors.fill: parent
        anchors.bottomMargin: face.isLast ? 0 : -Theme.lineThin
        topLeftRadius: face.isFirst ? Theme.radius : 0
        topRightRadius: topLeftRadius
        bottomLeftRadius: face.isLast ? Theme.radius : 0
        bottomRightRadius: bottomLeftRadius
        color: face.color
        border.width: Theme.lineThin
        border.color: Theme.line
    }
}
