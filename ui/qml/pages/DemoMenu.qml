pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kit
import FieldModels

// Only in the demo: one small key in the rail's free middle, and what it opens.
Item {
    id: menu

    required property DemoMenuModel vm
    // The rail is there in landscape; on the lock screen and upright the key stands at the edge.
    property bool isLocked: false
    readonly property bool hasRail: !menu.isLocked && !Theme.oneColumn

    anchors.fill: parent
    z: 100

    Button {
        id: key
        objectName: "demoMenu"
        x: menu.hasRail ? (Theme.railWidth - width) / 2 : Theme.s2
        y: menu.hasRail ? Math.round(menu.height * 0.56) : Math.round(menu.height * 0.45)
        width: Theme.railWidth - 2 * Theme.s1
        leftPadding: Theme.s1
        rightPadding: Theme.s1
        compact: true
        text: "演示"
        spoken: "演示菜单"
        onClicked: sheet.opened ? sheet.close() : sheet.open()
    }
    SmallLabel {
        visible: menu.isLocked
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s5
        text: "演示数据 · PIN 是 " + menu.vm.pin
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }
    T.Popup {
        id: sheet
        x: key.x + key.width + Theme.s2
        y: Math.min(key.y - Theme.s4, menu.height - height - Theme.s3)
        width: 296
        implicitHeight: card.implicitHeight
        padding: 0
        focus: true
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
        contentItem: Card {
            id: card
            padding: Theme.s3
            spacing: Theme.s2
            frame: "hint"
            Accessible.name: "演示菜单"

            Label {
                text: "现在是 " + menu.vm.person
                strong: true
                Layout.fillWidth: true
            }
            SmallLabel {
                text: "每台的 PIN 都是 " + menu.vm.pin
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.s1
            }
            Repeater {
                model: menu.vm.others

                Button {
                    required property var modelData
                    objectName: "become-" + modelData.key
                    compact: true
                    text: modelData.text
                    Layout.fillWidth: true
                    onClicked: {
                        sheet.close();
                        menu.vm.become(modelData.key);
                    }
                }
            }
            Button {
                objectName: "demoNetwork"
                compact: true
                text: menu.vm.isOffline ? "联网" : "断网"
                Layout.fillWidth: true
                onClicked: {
                    sheet.close();
                    menu.vm.toggleNetwork();
                }
            }
        }
    }
}
