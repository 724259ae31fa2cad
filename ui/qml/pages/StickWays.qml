pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The three ways of a stick, each with what it does; the chosen one is framed.
ColumnLayout {
    id: ways

    required property StickModel vm
    // Once one is chosen and room is scarce, the words below matter more than the explanations.
    property bool tight: false

    spacing: ways.tight ? Theme.s1 : Theme.s3

    Repeater {
        model: [
            {
                mode: "export",
                glyph: "upload",
                text: "导出到U盘",
                detail: "把等着送的写成一个锁着的文件"
            },
            {
                mode: "import",
                glyph: "download",
                text: "从U盘导入",
                detail: "读带回来的回信，平板里的就入账"
            },
            {
                mode: "carry",
                glyph: "people",
                text: "代为转交",
                detail: "替别的平板送到服务器，看不到内容"
            }
        ]

        Card {
            id: way

            required property var modelData

            frame: ways.vm.mode === way.modelData.mode ? "chosen" : ""
            Layout.fillWidth: true

            TallRow {
                objectName: "stick-" + way.modelData.mode
                glyph: way.modelData.glyph
                glyphRole: "accent"
                title: way.modelData.text
                detail: ways.tight ? "" : way.modelData.detail
                showsChevron: true
                showsDivider: false
                Layout.fillWidth: true
                Layout.preferredHeight: ways.tight ? Theme.touchMin + Theme.s3 :
                                        Math.max(implicitHeight, Theme.touchField + Theme.s5)
                onClicked: ways.vm.choose(way.modelData.mode)
            }
        }
    }
}
