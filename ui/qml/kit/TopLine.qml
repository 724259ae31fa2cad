import QtQuick
import QtQuick.Layouts

// Where one is, what it is about, and at the far right how the records stand, in words.
RowLayout {
    id: top

    default property alias content: rest.data
    property string title: ""
    property string context: ""
    property bool showsBack: false
    property string stateText: ""
    property string stateShape: "stored"

    signal back

    spacing: Theme.s4

    IconButton {
        visible: top.showsBack
        text: "返回"
        glyph: "back"
        onClicked: top.back()
        Layout.leftMargin: -Theme.s3
        Layout.rightMargin: -Theme.s1
    }
    TitleLabel {
        id: titleLabel
        text: top.title
        Layout.alignment: Qt.AlignVCenter
        Layout.maximumWidth: top.width * 0.6
    }
    BodyLabel {
        // Without a rail the watermark stands here.
        text: [top.context, Theme.isDemo && Theme.oneColumn ? "演示数据" : ""].filter(
                  part => part !== "").join("·")
        color: Theme.ink2
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignVCenter
        maximumLineCount: 2
    }
    RowLayout {
        id: rest
        visible: children.length > 0
        spacing: Theme.s4
        Layout.alignment: Qt.AlignVCenter
    }
    StateMark {
        visible: top.stateText !== ""
        objectName: "recordState"
        shape: top.stateShape
        text: top.stateText
        Layout.alignment: Qt.AlignVCenter
    }
}
