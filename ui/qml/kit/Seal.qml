import QtQuick

// The seal 批: it says whose words these are, so they need no quotation marks.
Rectangle {
    id: seal

    property string text: "批"

    implicitWidth: Theme.seal
    implicitHeight: Theme.seal
    radius: Theme.radiusSmall
    color: Theme.accent
    Accessible.role: Accessible.StaticText
    Accessible.name: seal.text === "批" ? "批示" : seal.text

    Label {
        anchors.centerIn: parent
        text: seal.text
        token: "reading"
        strong: true
        color: Theme.accentInk
        Accessible.ignored: true
    }
}
