import QtQuick

// Text in one of the type tokens, its line centred in the token's line height.
Text {
    id: label

    property string token: "body"
    property bool strong: false
    readonly property var letters: Theme.letters[label.token] ?? Theme.letters.body

    color: Theme.ink
    font.pixelSize: label.letters.px
    font.weight: label.strong ? Font.Bold : Font.Normal
    lineHeight: label.letters.line
    lineHeightMode: Text.FixedHeight
    topPadding: label.letters.above
    bottomPadding: label.letters.below
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    renderType: Text.NativeRendering
    Accessible.role: Accessible.StaticText
    Accessible.name: label.text
}
