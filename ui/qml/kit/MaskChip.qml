import QtQuick

// Something hidden until it is tapped; the page records the tap before it shows anything.
Touchable {
    id: control

    leftPadding: Theme.s4
    rightPadding: Theme.s4
    background: Rectangle {
        radius: control.radius
        color: control.down ? Theme.sunken : Theme.surface
        border.width: Theme.lineThin
        border.color: Theme.edge
    }
    contentItem: ButtonFace {
        text: control.text
        glyph: "lock"
        token: "small"
        strong: false
        role: "ink2"
        gap: Theme.s2
        glyphSize: Theme.iconSmall
    }
}
