import QtQuick
import QtQuick.Layouts

// A calm sentence with its sign: 电量 18%，已转省电.
RowLayout {
    id: notice

    property string glyph: ""
    property string role: "ink2"
    property string text: ""
    property string token: "small"
    property bool strong: false

    spacing: Theme.s3

    Icon {
        visible: notice.glyph !== ""
        name: notice.glyph
        role: notice.role
        Layout.alignment: Qt.AlignTop
    }
    Label {
        text: notice.text
        token: notice.token
        strong: notice.strong
        color: notice.token === "small" ? Theme.ink2 : Theme.ink
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignVCenter
    }
}
