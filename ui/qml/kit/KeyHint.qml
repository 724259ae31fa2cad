import QtQuick

// A key cap: the key that does the same as the button beside it.
Item {
    id: cap

    property string text: ""
    property string role: "ink2"

    implicitWidth: Math.max(Theme.keyCap + 2, words.implicitWidth + 2 * Theme.s2)
    implicitHeight: Theme.keyCap
    Accessible.role: Accessible.StaticText
    Accessible.name: cap.text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: Theme.tone(cap.role)
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.lineThin
        anchors.bottomMargin: Theme.lineThin + Theme.lineTouch
        radius: Theme.radiusSmall - 1
        color: cap.role === "accentInk" ? Theme.accent : Theme.surface
    }
    MarkLabel {
        id: words
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -1
        text: cap.text
        strong: true
        color: Theme.tone(cap.role)
        Accessible.ignored: true
    }
}
