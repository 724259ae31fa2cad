import QtQuick
import QtQuick.Layouts
import kit

// What one of two records says in one field; to be chosen where the other says something else.
Touchable {
    id: value

    property bool isChoice: false
    property bool chosen: false
    property string label: ""

    spoken: value.label + "，" + (value.text === "" ? "空着" : value.text)
    focusPolicy: value.isChoice ? Qt.StrongFocus : Qt.NoFocus
    enabled: value.isChoice
    leftPadding: value.isChoice ? Theme.s3 : 0
    rightPadding: value.isChoice ? Theme.s3 : 0
    implicitHeight: Math.max(value.isChoice ? Theme.touchMin : 0, value.implicitContentHeight
                             + (value.isChoice ? Theme.s3 : 0))
    Accessible.role: value.isChoice ? Accessible.RadioButton : Accessible.StaticText
    Accessible.checkable: value.isChoice
    Accessible.checked: value.isChoice && value.chosen
    background: Rectangle {
        visible: value.isChoice
        radius: Theme.radius
        color: value.down ? Theme.sunken : value.chosen ? Theme.accentTint : Theme.surface
        border.width: value.chosen ? Theme.lineTouch : Theme.lineThin
        border.color: value.chosen ? Theme.accent : Theme.edge
    }
    contentItem: RowLayout {
        spacing: Theme.s2

        BodyLabel {
            text: value.text === "" ? "空着" : value.text
            strong: value.isChoice && value.chosen
            color: value.text === "" ? Theme.ink3 : Theme.ink
            Accessible.ignored: true
            Layout.fillWidth: true
        }
        Icon {
            visible: value.isChoice && value.chosen
            name: "check"
            role: "accent"
            px: Theme.iconSmall
        }
    }
}
