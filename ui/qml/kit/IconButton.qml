import QtQuick

// A sign alone, 48 px; `text` is its name for the screen reader. Only for 返回, 清除, the chevron.
Touchable {
    id: control

    property string glyph: ""
    property string role: "ink"

    background: Rectangle {
        radius: control.radius
        color: control.down ? Theme.sunken : "transparent"
    }
    contentItem: ButtonFace {
        glyph: control.glyph
        role: control.role
    }
}
