import QtQuick

// 遮一下: an opaque page over everything; a tap or any key takes it away.
Rectangle {
    id: curtain

    property bool drawn: false

    signal lifted

    anchors.fill: parent
    visible: curtain.drawn
    z: 100
    color: Theme.page
    focus: curtain.drawn
    Accessible.role: Accessible.Button
    Accessible.name: "已遮住，点一下接着用"
    Accessible.onPressAction: curtain.lifted()
    Keys.onPressed: event => {
        event.accepted = true;
        curtain.lifted();
    }
    onDrawnChanged: if (curtain.drawn)
        curtain.forceActiveFocus()

    MouseArea {
        anchors.fill: parent
        preventStealing: true
        onClicked: curtain.lifted()
        onWheel: event => event.accepted = true
    }
    Column {
        anchors.centerIn: parent
        spacing: Theme.s4

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: curtain.drawn ? "cover" : ""
            role: "ink3"
            px: Theme.touchMin
        }
        BodyLabel {
            anchors.horizontalCenter: parent.horizontalCenter
            text: "点一下，接着用"
            color: Theme.ink2
            Accessible.ignored: true
        }
    }
}
