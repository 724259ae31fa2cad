pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// One photograph, small, with how far it got below it; without its bytes an arrow to fetch it.
Touchable {
    id: tile

    property string source: ""
    property string shape: "stored"
    // Whether its bytes are on this device.
    property bool here: true
    // In a line of a list: the picture alone, 48 px.
    property bool compact: false
    readonly property int side: tile.compact ? Theme.touchMin : Theme.touchField

    leftPadding: 0
    rightPadding: 0
    background: null
    contentItem: ColumnLayout {
        spacing: Theme.s1

        Rectangle {
            color: tile.down ? Theme.accentTint : Theme.sunken
            border.width: Theme.lineThin
            border.color: Theme.edge
            Layout.preferredWidth: tile.compact ? tile.side : tile.side + Theme.s5
            Layout.preferredHeight: tile.side
            Layout.alignment: Qt.AlignHCenter

            Image {
                anchors.fill: parent
                anchors.margins: Theme.lineThin
                visible: tile.source !== ""
                source: tile.source
                fillMode: Image.PreserveAspectCrop
                clip: true
                Accessible.ignored: true
            }
            Icon {
                anchors.centerIn: parent
                visible: !tile.here
                name: "download"
            }
        }
        StateMark {
            visible: !tile.compact
            shape: tile.shape
            text: tile.text
            Layout.alignment: Qt.AlignHCenter
        }
    }
}
