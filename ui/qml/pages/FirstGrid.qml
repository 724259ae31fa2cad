import QtQuick
import kit

// Nothing here yet: what is missing, why it is worth it, and the step that can be made now.
Item {
    id: first

    property var steps: []
    property var words: ["", "", ""]
    property bool isSyncing: false

    signal fetched

    EmptyState {
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.topMargin: Theme.s6
        width: Theme.oneColumn ? parent.width : Math.min(parent.width * 0.58, 680)
        title: first.words[0]
        text: first.words[1]
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
        text: first.isSyncing ? "正在连" : first.words[2]
        onClicked: first.fetched()
    }
}
