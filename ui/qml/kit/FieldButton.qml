import QtQuick

// Pressed at a door, in gloves: 72 px, outlined; filled for the one main action.
Touchable {
    id: control

    property string glyph: ""
    property string trailing: ""
    property string keyCap: ""
    property bool capFirst: false
    property bool filled: false
    property bool stacked: false
    property string token: control.filled ? "heading" : control.stacked || control.keyCap !== ""
                                            && !control.capFirst ? "reading" : "body"

    implicitHeight: Theme.touchField
    leftPadding: control.stacked ? Theme.s2 : control.keyCap !== "" && !control.capFirst ? Theme.s3 : Theme.s5
    rightPadding: control.leftPadding
    background: Rectangle {
        radius: control.radius
        color: control.filled ? (control.down ? Theme.accentPress : Theme.accent)
                              : (control.down ? Theme.sunken : Theme.surface)
        border.width: control.filled ? 0 : Theme.lineTouch
        border.color: Theme.edge
    }
    contentItem: ButtonFace {
        text: control.text
        glyph: control.glyph
        trailing: control.trailing
        keyCap: control.keyCap
        capFirst: control.capFirst
        spread: control.keyCap !== "" && !control.capFirst
        stacked: control.stacked
        token: control.token
        role: control.filled ? "accentInk" : "ink"
        glyphSize: control.filled ? Theme.iconMain : Theme.iconText
    }
}
