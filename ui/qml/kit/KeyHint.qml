import QtQuick

// A key cap: the key that does the same as the button beside it.
Item {
    id: cap

    property string text: ""
    property string role: "ink2"
    readonly property bool onAccent: cap.role === "accentInk"

    implicitWidth: Math.max(Theme.keyCap + 2, words.implicitWidth + 2 * Theme.s2)
    implicitHeight: Theme.keyCap
    Accessible.role: Accessible.StaticText
    Accessible.name: cap.text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: cap.onAccent ? Theme.accentInk : Theme.edge
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.lineThin
        anchors.bottomMargin: Theme.lineThin + Theme.lineTouch
        radius: Theme.radiusSmall - 1
        color: cap.onAccent ? Theme.accent : Theme.surface
    }
    MarkLabel {
        id: words
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -1
        text: cap.text
        strong: true
        color: cap.onAccent ? Theme.accentInk : Theme.ink2
        Accessible.ignored: true
    }
}
