pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// The way through the app in landscape: the day's order above, 同步 我的 遮一下 at the foot.
Rectangle {
    id: rail

    // Each {key, text, icon, badge, strong, foot}.
    property list<var> items: []
    property string current: ""
    property bool isDemo: false

    signal chosen(key: string)

    implicitWidth: Theme.railWidth
    color: Theme.sunken
    Accessible.role: Accessible.PageTabList
    Accessible.name: "去哪里"

    Rectangle {
        anchors.right: parent.right
        width: Theme.lineThin
        height: parent.height
        color: Theme.line
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.rightMargin: Theme.lineThin
        spacing: 0

        Repeater {
            model: rail.items.filter(item => !item.foot)
            delegate: place
        }
        Item {
            Layout.fillHeight: true
        }
        MarkLabel {
            visible: rail.isDemo
            text: "演示数据"
            color: Theme.ink2
            wrapMode: Text.NoWrap
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.s1 / 2
        }
        Repeater {
            model: rail.items.filter(item => item.foot === true)
            delegate: place
        }
    }
    Component {
        id: place

        NavItem {
            required property var modelData
            objectName: "nav-" + modelData.key
            text: modelData.text
            glyph: modelData.icon
            badge: modelData.badge ? String(modelData.badge) : ""
            badgeStrong: modelData.strong === true
            current: modelData.key === rail.current
            onClicked: rail.chosen(modelData.key)
            Layout.fillWidth: true
        }
    }
}
