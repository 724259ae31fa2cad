import QtQuick
import kit

// Nothing here yet: what is missing, why it is worth it, and the step that can be made now.
Item {
    id: first

    property var steps: []
    property bool isSyncing: false

    signal fetched

    EmptyState {
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.topMargin: Theme.s6
        width: Theme.oneColumn ? parent.width : Math.min(parent.width * 0.58, 680)
        title: "这台平板里还没有户"
        text: "领一次网格，以后没网也能用。大约要 1 分钟。"
        steps: first.steps
    }
    DrawnBuilding {
        visible: !Theme.oneColumn
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.s7
        width: Theme.paneWidth + Theme.s7
    }
    PrimaryButton {
        objectName: "fetchGrid"
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: Theme.oneColumn ? parent.width : 440
        glyph: "download"
        text: first.isSyncing ? "正在领" : "连网，领网格"
        onClicked: first.fetched()
    }
}
