pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// The way through the app in portrait and at 150 %: the rail's items in the same order.
Rectangle {
    id: bar

    property list<var> items: []
    property string current: ""

    signal chosen(key: string)

    implicitHeight: Theme.barHeight
    color: Theme.sunken
    Accessible.role: Accessible.PageTabList
    Accessible.name: "去哪里"

    Rectangle {
        width: parent.width
        height: Theme.lineThin
        color: Theme.line
    }
    RowLayout {
        anchors.fill: parent
        anchors.topMargin: Theme.lineThin
        spacing: 0
        uniformCellSizes: true

        Repeater {
            model: bar.items

            NavItem {
                required property var modelData
                objectName: "nav-" + modelData.key
                inBar: true
                text: modelData.text
                glyph: modelData.icon
                badge: modelData.badge ? String(modelData.badge) : ""
                badgeStrong: modelData.strong === true
                current: modelData.key === bar.current
                onClicked: bar.chosen(modelData.key)
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
    }
}
