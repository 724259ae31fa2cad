import QtQuick

// A person's first character in a circle; there are no photographs.
Rectangle {
    id: avatar

    property string text: ""

    implicitWidth: Theme.avatar
    implicitHeight: Theme.avatar
    radius: width / 2
    color: Theme.accentTint
    border.width: Theme.highContrast ? Theme.lineThin : 0
    border.color: Theme.accent
    Accessible.ignored: true

    HeadingLabel {
        anchors.centerIn: parent
        text: [...avatar.text][0] ?? ""
        color: Theme.accent
        Accessible.ignored: true
    }
}
