import QtQuick

// A shape and its word in the colour of one role; never a shape or a colour alone.
Row {
    id: mark

    property string shape: ""
    property string role: "ink2"
    property string text: ""
    property string token: "small"
    property bool strong: false
    property int px: Theme.mark
    // Where the word stands elsewhere, for the screen reader only.
    property string spoken: ""

    spacing: Theme.s2
    Accessible.role: Accessible.StaticText
    Accessible.name: mark.spoken || mark.text

    Icon {
        visible: mark.shape !== ""
        name: mark.shape === "" ? "" : mark.shape.startsWith("icon-") ? mark.shape.slice(5)
                                                                     : "mark-" + mark.shape
        role: mark.role
        px: mark.px
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        visible: mark.text !== ""
        text: mark.text
        token: mark.token
        strong: mark.strong
        color: Theme.tone(mark.role)
        wrapMode: Text.NoWrap
        anchors.verticalCenter: parent.verticalCenter
        Accessible.ignored: true
    }
}
