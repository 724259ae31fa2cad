pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What opens over 我的: the recovery key explained, a word to those who make this, what it is made of.
Item {
    id: sheets

    required property MeModel vm

    function explainKey() {
        keySheet.open();
    }
    function openNote() {
        noteSheet.open();
    }
    function openAbout() {
        sheets.vm.askParts();
        aboutSheet.open();
    }

    Dialog {
        id: keySheet
        title: "恢复码"
        actions: FieldButton {
            objectName: "keyDone"
            text: "知道了"
            filled: true
            onClicked: keySheet.close()
        }

        BodyLabel {
            text: "忘了 PIN，用恢复码进来，再定一个新的 PIN。没送出去的记录都还在。"
            Layout.fillWidth: true
        }
        BodyLabel {
            text: "恢复码只在登记或者换恢复码的时候给一次：抄在纸上、印出来，或者存成文件。平板上不留，谁也看不到第二次。换 PIN 不会换恢复码。"
            Layout.fillWidth: true
        }
        BodyLabel {
            text: "找不到了也不要紧，PIN 还记得就照常用，在“换恢复码”里换一个新的，旧的就没用了。"
            Layout.fillWidth: true
        }
    }
    Dialog {
        id: noteSheet
        title: "意见反馈"
        onOpened: area.forceActiveFocus()
        actions: [
            FieldButton {
                objectName: "noteDone"
                text: "好了"
                filled: true
                onClicked: noteSheet.close()
            },
            FieldButton {
                objectName: "noteSave"
                glyph: "download"
                text: "存成文件"
                onClicked: sheets.vm.saveNote()
            }
        ]

        SmallLabel {
            text: "哪儿不顺手、缺什么，写下来。写下就存在这台平板，不会自己送出去；存成文件可以带给社区。别写住户的姓名和号码。"
            Layout.fillWidth: true
        }
        TextArea {
            id: area
            objectName: "noteText"
            text: sheets.vm.note
            spoken: "意见反馈"
            limit: 4000
            Layout.fillWidth: true
            Layout.minimumHeight: 4 * Theme.s7
            onTextChanged: sheets.vm.writeNote(text)
        }
        SmallLabel {
            objectName: "noteSaved"
            visible: sheets.vm.noteSaved !== ""
            text: sheets.vm.noteSaved
            Layout.fillWidth: true
        }
    }
    Dialog {
        id: aboutSheet
        title: "关于"
        mostWidth: 720
        actions: [
            FieldButton {
                objectName: "aboutDone"
                text: "好了"
                filled: true
                onClicked: aboutSheet.close()
            },
            FieldButton {
                objectName: "aboutBack"
                visible: sheets.vm.licence !== ""
                glyph: "back"
                text: "看别的部件"
                onClicked: sheets.vm.readLicence("")
            }
        ]

        BodyLabel {
            text: "网格员工作本 " + sheets.vm.version
            strong: true
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: sheets.vm.builtFrom !== ""
            text: "从 " + sheets.vm.builtFrom + " 做成"
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: sheets.vm.licence !== ""
            text: sheets.vm.licence
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: sheets.vm.licence === ""
            text: "按 Apache-2.0 许可。字体是思源黑体（Noto Sans CJK），按 OFL-1.1 许可。用到的部件，点一下看许可的全文："
            Layout.fillWidth: true
        }
        Repeater {
            model: sheets.vm.licence === "" ? sheets.vm.parts : null

            ListRow {
                required property string key
                required title
                required detail

                strongTitle: false
                showsChevron: true
                spoken: title + "，按 " + detail + " 许可，看全文"
                Layout.fillWidth: true
                onClicked: sheets.vm.readLicence(key)
            }
        }
    }
}
