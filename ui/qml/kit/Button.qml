import QtQuick

// An ordinary outlined button of 56 px; `compact` (48 px, small text) beside a line of text.
Touchable {
    id: control

    property string glyph: ""
    property string trailing: ""
    property string keyCap: ""
    property bool compact: false

    implicitHeight: control.compact ? Theme.touchMin : Theme.buttonHeight
    leftPadding: Theme.s4
    rightPadding: Theme.s4
    background: Rectangle {
        radius: control.radius
        color: control.down ? Theme.sunken : Theme.surface
        border.width: Theme.lineTouch
        border.color: Theme.edge
    }
    contentItem: ButtonFace {
        text: control.text
        glyph: control.glyph
        trailing: control.trailing
        keyCap: control.keyCap
        capFirst: true
        token: control.compact ? "small" : "body"
        glyphSize: control.compact ? Theme.iconSmall : Theme.iconText
    }
}
