import QtQuick
import QtQuick.Layouts

// A thing on the page: white, thin edge; children stand below one another.
Rectangle {
    id: card

    default property alias content: column.data
    property int padding: 0
    property int spacing: 0
    // "" at rest, "hint" for the accent frame, "chosen" for the one in use.
    property string frame: ""

    implicitWidth: column.implicitWidth + 2 * card.padding
    implicitHeight: column.implicitHeight + 2 * column.anchors.margins
    radius: Theme.radius
    color: card.frame === "chosen" ? Theme.accentTint : Theme.surface
    border.width: card.frame === "" ? Theme.lineThin
                                    : card.frame === "chosen" ? Theme.lineMark : Theme.lineTouch
    border.color: card.frame === "" ? Theme.line : Theme.accent
    Accessible.role: Accessible.Grouping

    // Over the rows, so that their square corners end at the round edge.
    Rectangle {
        z: 1
        anchors.fill: parent
        radius: card.radius
        color: "transparent"
        border.width: card.border.width
        border.color: card.border.color
    }
    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Math.max(card.padding, card.border.width)
        spacing: card.spacing
    }
}
