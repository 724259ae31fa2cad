pragma ComponentBehavior: Bound

import QtQuick

// A whole and its parts to scale: {share, role, hollow} each; words and marks stand beneath it.
Item {
    id: bar

    property list<var> parts: []
    property string spoken: ""
    readonly property real whole: bar.parts.reduce((sum, part) => sum + part.share, 0)
    readonly property int shownCount: bar.parts.filter(part => part.share > 0).length
    readonly property real room: bar.width - 2 * Math.max(0, bar.shownCount - 1)

    implicitHeight: Theme.s4
    implicitWidth: 240
    Accessible.role: Accessible.Chart
    Accessible.name: bar.spoken

    Row {
        anchors.fill: parent
        spacing: 2

        Repeater {
            model: bar.parts

            Rectangle {
                id: part

                required property var modelData

                visible: part.modelData.share > 0
                width: bar.whole > 0 ? bar.room * part.modelData.share / bar.whole : 0
                height: bar.height
                radius: Theme.radiusSmall
                color: part.modelData.hollow ? Theme.tone(part.modelData.role + "Tint")
                                             : Theme.tone(part.modelData.role)
                border.width: part.modelData.hollow ? Theme.lineTouch : 0
                border.color: Theme.tone(part.modelData.role)
            }
        }
    }
}
