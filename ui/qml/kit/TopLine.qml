import QtQuick
import QtQuick.Layouts

// Where one is, what it is about, and at the far right how the records stand, in words.
// What does not fit on one line goes on a second one: nothing is shortened, nothing is covered.
GridLayout {
    id: top

    default property alias content: rest.data
    property string title: ""
    property string context: ""
    property bool showsBack: false
    property string stateText: ""
    property string stateShape: "stored"
    property bool offersHelp: true
    // Its letters keep together at the end of a line.
    readonly property string watermark: "演示数据".split("").join("\u2060")

    // Beside the title the context may take two lines, and is no column of letters.
    readonly property real contextRoom: Math.max(contextLabel.implicitWidth * 0.55,
                                                 Math.min(contextLabel.implicitWidth,
                                                          160 * Theme.textScale))
    readonly property real least: backButton.taken + titleWidth.advanceWidth + recordState.taken
                                  + helpButton.taken
    readonly property real wanted: least + contextRoom + rest.taken + 2 * Theme.s4
    readonly property bool isTight: width > 0 && wanted > width
    // Then even the title alone has no room beside the state of the records.
    readonly property bool isFull: isTight && least + Theme.s4 > width

    signal back
    signal helpAsked

    columnSpacing: 0
    rowSpacing: 0

    TextMetrics {
        id: titleWidth
        font.pixelSize: Theme.letters.title.px
        font.weight: Font.Bold
        font.family: titleLabel.font.family
        text: top.title
    }
    IconButton {
        id: backButton
        readonly property real taken: visible ? implicitWidth : 0
        visible: top.showsBack
        text: "返回"
        glyph: "back"
        onClicked: top.back()
        Layout.row: 0
        Layout.column: 0
        Layout.leftMargin: -Theme.s3
        Layout.rightMargin: Theme.s3
    }
    TitleLabel {
        id: titleLabel
        objectName: "pageTitle"
        // Rather a little smaller than with one letter on a second line.
        token: top.isFull ? "heading" : "title"
        text: top.title
        Layout.row: 0
        Layout.column: 1
        Layout.columnSpan: top.isTight ? 2 : 1
        Layout.fillWidth: top.isTight
        Layout.alignment: Qt.AlignVCenter
        Layout.maximumWidth: top.width * 0.6
        Layout.topMargin: top.isTight ? Theme.s2 : 0
    }
    BodyLabel {
        id: contextLabel
        objectName: "pageContext"
        // Without a rail the watermark stands here.
        text: [top.context, Theme.isDemo && Theme.oneColumn ? top.watermark : ""].filter(
                  part => part !== "").join("·")
        visible: !top.isTight || text !== ""
        color: Theme.ink2
        maximumLineCount: top.isTight ? 9 : 2
        Layout.row: top.isTight ? 1 : 0
        Layout.column: top.isTight ? 0 : 2
        Layout.columnSpan: top.isTight ? 3 : 1
        Layout.fillWidth: true
        Layout.leftMargin: top.isTight ? 0 : Theme.s4
        Layout.bottomMargin: top.isTight ? Theme.s3 : 0
        Layout.alignment: Qt.AlignVCenter
    }
    RowLayout {
        id: rest
        readonly property real taken: visible ? implicitWidth + Theme.s4 : 0
        visible: children.length > 0
        spacing: Theme.s4
        Layout.row: top.isTight ? 1 : 0
        Layout.column: 3
        Layout.columnSpan: top.isTight ? 3 : 1
        Layout.leftMargin: Theme.s4
        Layout.bottomMargin: top.isTight ? Theme.s3 : 0
        Layout.alignment: Qt.AlignVCenter | Qt.AlignRight
    }
    StateMark {
        id: recordState
        readonly property real taken: visible ? implicitWidth + Theme.s4 : 0
        visible: top.stateText !== ""
        objectName: "recordState"
        shape: top.stateShape
        text: top.stateText
        Layout.row: 0
        Layout.column: top.isTight ? 3 : 4
        Layout.columnSpan: top.isTight ? 2 : 1
        Layout.leftMargin: Theme.s4
        Layout.topMargin: top.isTight ? Theme.s2 : 0
        Layout.alignment: Qt.AlignVCenter | Qt.AlignRight
    }
    IconButton {
        id: helpButton
        readonly property real taken: visible ? implicitWidth : 0
        visible: top.offersHelp
        objectName: "help"
        text: "这一页怎么用"
        glyph: "help"
        role: "ink2"
        onClicked: top.helpAsked()
        Layout.row: 0
        Layout.column: 5
        Layout.leftMargin: Theme.s2
        Layout.rightMargin: -Theme.s3
        Layout.topMargin: top.isTight ? Theme.s2 : 0
    }
}
