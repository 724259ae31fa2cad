import QtQuick

// A word about a person or an entry, outlined; it is read, not touched.
Rectangle {
    id: tag

    property string text: ""
    property string glyph: ""

    implicitWidth: row.implicitWidth + 2 * Theme.s2 + Theme.s1
    implicitHeight: Theme.tagHeight
    radius: Theme.radiusSmall
    color: "transparent"
    border.width: Theme.lineThin
    border.color: Theme.edge
    Accessible.role: Accessible.StaticText
    Accessible.name: tag.text

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.s1 + Theme.lineTouch

        Icon {
            visible: tag.glyph !== ""
            name: tag.glyph
            px: Theme.mark
            anchors.verticalCenter: parent.verticalCenter
        }
        SmallLabel {
            text: tag.text
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
