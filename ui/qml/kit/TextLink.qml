import QtQuick

// The third rank: accent text without a border, with a full touch target around it.
Touchable {
    id: control

    property string glyph: ""
    property string trailing: ""
    property string role: "accent"

    leftPadding: Theme.s2
    rightPadding: Theme.s2
    background: Rectangle {
        radius: control.radius
        color: control.down ? Theme.sunken : "transparent"
    }
    contentItem: ButtonFace {
        text: control.text
        glyph: control.glyph
        trailing: control.trailing
        token: "small"
        role: control.role
        glyphSize: Theme.iconSmall
    }
}
