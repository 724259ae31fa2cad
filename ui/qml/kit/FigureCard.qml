import QtQuick
import QtQuick.Layouts

// A figure that opens the list behind it; the chosen one points down at its list.
Touchable {
    id: card

    property string figure: ""
    property string unit: "户"
    property string detail: ""
    // Bound to a view-model; a tap changes nothing by itself.
    property bool chosen: false

    leftPadding: Theme.s4 + Theme.s1
    topPadding: Theme.s4
    bottomPadding: Theme.s3
    rightPadding: Theme.s4 + Theme.s1
    spoken: card.text + " " + card.figure + " " + card.unit + "，" + card.detail
    Accessible.checkable: true
    Accessible.checked: card.chosen
    background: Rectangle {
        radius: card.radius
        color: card.down ? Theme.sunken : Theme.surface
        border.width: card.chosen ? Theme.lineMark : Theme.lineThin
        border.color: card.chosen ? Theme.accent : Theme.line
    }
    contentItem: ColumnLayout {
        spacing: 0

        RowLayout {
            Layout.fillWidth: true

            BodyLabel {
                text: card.text
                strong: true
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            Icon {
                name: card.chosen ? "down" : "forward"
                role: card.chosen ? "accent" : "ink2"
                px: Theme.iconSmall
            }
        }
        RowLayout {
            spacing: Theme.s2

            FigureLabel {
                text: card.figure
                Accessible.ignored: true
            }
            SmallLabel {
                text: card.unit
                Accessible.ignored: true
                Layout.alignment: Qt.AlignBottom
                Layout.bottomMargin: Theme.s1
            }
        }
        SmallLabel {
            visible: card.detail !== ""
            text: card.detail
            Accessible.ignored: true
            Layout.fillWidth: true
        }
    }
}
