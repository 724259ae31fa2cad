import QtQuick
import QtQuick.Layouts

// One key of a pad on the screen; function keys stand on the sunken ground.
Touchable {
    id: key

    property string glyph: ""
    property bool secondary: false

    implicitHeight: Theme.touchField
    implicitWidth: 88
    Layout.preferredWidth: implicitWidth
    background: Rectangle {
        radius: key.radius
        color: key.down ? (key.secondary ? Theme.line : Theme.sunken)
                        : (key.secondary ? Theme.sunken : Theme.surface)
        border.width: Theme.lineThin
        border.color: Theme.edge
    }
    contentItem: ButtonFace {
        text: key.text
        glyph: key.glyph
        token: key.secondary ? "body" : "heading"
    }
}
