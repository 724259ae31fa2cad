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
    // Not a ButtonFace: a pad has many keys, and one of them shows a word or a sign, never both.
    contentItem: Item {
        implicitWidth: word.implicitWidth
        implicitHeight: word.implicitHeight

        Label {
            id: word
            anchors.centerIn: parent
            text: key.text
            token: key.secondary ? "body" : "heading"
            strong: true
            Accessible.ignored: true
        }
        Icon {
            anchors.centerIn: parent
            visible: key.glyph !== ""
            name: key.glyph
            role: "ink"
        }
    }
}
