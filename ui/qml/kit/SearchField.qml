import QtQuick

// The one field of 找: lens, large letters, 清除 at the right.
TextField {
    id: field

    signal cleared

    implicitHeight: Math.max(64, Theme.letters.title.line + Theme.s5)
    token: "title"
    leftPadding: Theme.touchMin + Theme.s3
    rightPadding: Theme.touchMin + Theme.s2
    font.weight: Font.Bold
    inputMethodHints: Qt.ImhNoPredictiveText
    Accessible.searchEdit: true

    Icon {
        x: Theme.s5 - Theme.s1
        anchors.verticalCenter: parent.verticalCenter
        name: "find"
        role: "ink"
    }
    IconButton {
        visible: field.text !== ""
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: parent.verticalCenter
        text: "清除"
        glyph: "cross"
        onClicked: {
            field.clear();
            field.cleared();
            field.forceActiveFocus();
        }
    }
}
