pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Only among invented records: become somebody else, or cut the network.
Card {
    id: demo

    required property ShellModel shell
    // Its type is there only while the demo runs.
    readonly property var menu: demo.shell.model("demo")

    padding: Theme.s4
    spacing: Theme.s3
    frame: "hint"

    BodyLabel {
        text: demo.menu ? "演示：现在是 " + demo.menu.person : "演示数据"
        strong: true
        Layout.fillWidth: true
    }
    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: demo.menu ? demo.menu.others : []

            Button {
                required property var modelData
                objectName: "meBecome-" + modelData.key
                compact: true
                text: modelData.text
                onClicked: demo.menu.become(modelData.key)
            }
        }
        Button {
            objectName: "meNetwork"
            compact: true
            glyph: demo.shell.isOffline ? "sync" : "offline"
            text: demo.shell.isOffline ? "联网" : "断网"
            onClicked: demo.shell.setOffline(!demo.shell.isOffline)
        }
    }
}
