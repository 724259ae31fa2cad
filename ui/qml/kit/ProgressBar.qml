import QtQuick
import QtQuick.Layouts

// How much is done, in words beside a bar; 停 when it can be stopped.
RowLayout {
    id: progress

    // 0 to 1
    property real value: 0
    property string text: ""
    property string role: "met"
    property bool stoppable: false

    signal stopped

    spacing: Theme.s4
    Accessible.role: Accessible.ProgressBar
    Accessible.name: progress.text

    Rectangle {
        Layout.fillWidth: true
        Layout.minimumWidth: 120
        Layout.preferredHeight: Theme.s3
        Layout.alignment: Qt.AlignVCenter
        radius: 2
        color: Theme.sunken
        border.width: Theme.lineThin
        border.color: Theme.edge

        Rectangle {
            width: parent.width * Math.max(0, Math.min(1, progress.value))
            height: parent.height
            radius: 2
            color: Theme.tone(progress.role)
        }
    }
    SmallLabel {
        visible: progress.text !== ""
        text: progress.text
        Accessible.ignored: true
    }
    Button {
        visible: progress.stoppable
        compact: true
        text: "先停下"
        onClicked: progress.stopped()
    }
}
