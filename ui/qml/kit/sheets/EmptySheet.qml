import QtQuick
import QtQuick.Layouts
import kit

// An empty state with its steps, the drawn building and three ways on, as at the first start.
Places {
    current: "today"
    isDemo: false

    Page {
        anchors.fill: parent
        title: "今天"
        stateText: "没有网，还没领过网格"

        TwoColumns {
            leftItems: [
                EmptyState {
                    title: "这台平板里还没有户"
                    text: "领一次网格，以后没网也能用。大约要 1 分钟。"
                    steps: [
                        { title: "已登录，王海示例", detail: "杏林社区第三网格，专职网格员", done: true },
                        { title: "连上办公室的网", detail: "现在没有网。走到社区办公室，会自己连上。", done: false },
                        { title: "领第三网格", detail: "296 户、742 人，文字先到，照片后到", done: false }
                    ]
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.s7
                },
                Item {
                    Layout.fillHeight: true
                },
                SmallLabel {
                    text: "旧平板里还有没送出去的？先在旧平板上同步，再来领。"
                    Layout.fillWidth: true
                }
            ]
            rightItems: [
                DrawnBuilding {
                    Layout.alignment: Qt.AlignHCenter
                    Layout.topMargin: 56
                },
                Item {
                    Layout.fillHeight: true
                }
            ]
            actions: [
                RowLayout {
                    spacing: Theme.s3
                    uniformCellSizes: true
                    Button {
                        glyph: "usb"
                        text: "从 U 盘领"
                        Layout.fillWidth: true
                    }
                    Button {
                        glyph: "play"
                        text: "先看演示数据"
                        Layout.fillWidth: true
                    }
                },
                PrimaryButton {
                    glyph: "download"
                    text: "连网，领第三网格"
                    Layout.fillWidth: true
                }
            ]
        }
    }
}
