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
    // Large text leaves no room to be generous between sign, word and digit.
    readonly property bool tight: control.spread && Theme.textScale > 1
    // Outcomes: sign and word at the left, the digit at the right.
    readonly property bool spread: control.keyCap !== "" && !control.capFirst
    property string token: control.stacked || control.spread ? "reading"
                                            : control.filled ? "heading" : "body"

    implicitHeight: Theme.touchField
    leftPadding: control.stacked ? Theme.s2 : control.spread ? control.tight ? Theme.s2 : Theme.s4
                                                                    : Theme.s5
    rightPadding: control.spread ? control.tight ? Theme.s2 : Theme.s3 : control.leftPadding
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
        spread: control.spread
        gap: control.stacked ? 0 : control.tight ? Theme.s2 : Theme.s3
        stacked: control.stacked
        token: control.token
        role: control.filled ? "accentInk" : "ink"
        glyphSize: control.filled && !control.spread ? Theme.iconMain : Theme.iconText
    }
}
