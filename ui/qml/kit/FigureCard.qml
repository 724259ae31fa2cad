import QtQuick
import QtQuick.Layouts

// A figure that opens the list behind it; the chosen one points down at its list.
Touchable {
    id: card

    property string figure: ""
    property string unit: "户"
    property string detail: ""

    checkable: true
    implicitHeight: implicitContentHeight + 2 * Theme.s3
    leftPadding: Theme.s4 + Theme.s1
    rightPadding: Theme.s4 + Theme.s1
    spoken: card.text + " " + card.figure + " " + card.unit + "，" + card.detail
    Accessible.checkable: true
    Accessible.checked: card.checked
    background: Rectangle {
        radius: card.radius
        color: card.down ? Theme.sunken : Theme.surface
        border.width: card.checked ? Theme.lineMark : Theme.lineThin
        border.color: card.checked ? Theme.accent : Theme.line
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
                name: card.checked ? "down" : "forward"
                role: card.checked ? "accent" : "ink2"
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
