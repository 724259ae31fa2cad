import QtQuick

// A mark of one character in a door cell: 独, 巢, 租.
Rectangle {
    id: mark

    property string text: ""
    property string role: "ink2"
    property bool faded: false

    implicitWidth: Math.max(18, Theme.letters.mark.px + Theme.lineMark)
    implicitHeight: implicitWidth
    radius: Theme.radiusSmall - 1
    color: mark.faded ? "transparent" : Theme.surface
    border.width: Theme.lineThin
    border.color: mark.faded ? Theme.line : Theme.tone(mark.role)
    Accessible.ignored: true

    Text {
        anchors.centerIn: parent
        text: mark.text
        font.pixelSize: Theme.letters.mark.px - 1
        color: Theme.tone(mark.role)
        renderType: Text.NativeRendering
        textFormat: Text.PlainText
    }
}
