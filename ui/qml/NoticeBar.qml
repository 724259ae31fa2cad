import QtQuick
import QtQuick.Layouts
import kit

// A sentence that stays until it has been read: what happened, what is safe, what to do.
Rectangle {
    id: bar

    property string text: ""

    signal dismissed

    visible: bar.text !== ""
    implicitHeight: row.implicitHeight + 2 * Theme.s3
    color: Theme.surface
    Accessible.role: Accessible.AlertMessage
    Accessible.name: bar.text

    Rectangle {
        width: parent.width
        height: Theme.lineTouch
        color: Theme.edge
    }
    RowLayout {
        id: row
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.s5
        anchors.rightMargin: Theme.s5
        spacing: Theme.s4

        Icon {
            name: "hint"
            role: "accent"
        }
        BodyLabel {
            text: bar.text
            Layout.fillWidth: true
        }
        Button {
            objectName: "dismissNotice"
            text: "知道了"
            onClicked: bar.dismissed()
        }
    }
}
