pragma ComponentBehavior: Bound

import QtQuick

// A building of doors with one of them lit: all the ornament there is.
Item {
    id: building

    property int floors: 5
    property int doors: 4
    property int litFloor: 2
    property int litDoor: 1

    implicitWidth: building.doors * 92 + 40
    implicitHeight: building.floors * 68 + 4
    Accessible.ignored: true

    Grid {
        id: grid
        anchors.horizontalCenter: parent.horizontalCenter
        columns: building.doors
        spacing: 6

        Repeater {
            model: building.floors * building.doors

            Rectangle {
                id: flat

                required property int index
                readonly property bool lit: index === building.litFloor * building.doors
                                            + building.litDoor

                width: 86
                height: 62
                radius: Theme.radiusSmall
                color: lit ? Theme.accentTint : Theme.surface
                border.width: lit ? Theme.lineMark : Theme.lineTouch
                border.color: lit ? Theme.accent : Theme.line

                Rectangle {
                    id: leaf
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: 17
                    width: 30
                    height: 43
                    color: "transparent"
                    border.width: flat.lit ? 3 : Theme.lineTouch
                    border.color: flat.lit ? Theme.accent : Theme.line
                    radius: 2
                }
                Rectangle {
                    x: leaf.x + 20
                    y: 40
                    width: flat.lit ? 4 : 2
                    height: 4
                    color: flat.lit ? Theme.accent : Theme.line
                }
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.lineTouch
        color: Theme.edge
    }
}
