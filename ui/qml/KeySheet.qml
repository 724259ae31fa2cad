pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// The sheet of keys, opened with ?.
Dialog {
    id: sheet

    readonly property var keys: [
        ["1 – 9", "记敲门的结果，在装户图和敲门里"],
        ["↑ ↓ ← →", "在列表里上下走，在装户图里一户一户走"],
        ["回车、空格", "点一下"],
        ["Tab", "到下一个能点的"],
        ["Ctrl 1 – 9", "去左边第几项"],
        ["Alt ←", "返回"],
        ["J、K", "批阅里下一篇、上一篇"],
        ["F5", "现在同步一次"],
        ["Esc 两下", "遮一下"],
        ["Ctrl L", "锁上，要 PIN 才能开"],
        ["?", "这张表"]
    ]

    title: "键盘怎么用"
    mostWidth: 640
    actions: FieldButton {
        objectName: "closeKeySheet"
        text: "好"
        filled: true
        onClicked: sheet.close()
    }

    GridLayout {
        columns: 2
        columnSpacing: Theme.s5
        rowSpacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: sheet.keys.length * 2

            BodyLabel {
                required property int index
                text: sheet.keys[Math.floor(index / 2)][index % 2]
                strong: index % 2 === 0
                Layout.fillWidth: index % 2 === 1
            }
        }
    }
}
