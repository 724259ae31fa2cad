import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What was done last with its way back, the keys that act now, and the answers.
ColumnLayout {
    id: actions

    required property ReviewModel vm
    required property bool writing

    spacing: Theme.s3

    UndoBar {
        objectName: "reviewUndo"
        visible: actions.vm.doneText !== ""
        framed: true
        shape: "stored"
        lead: "已存本机"
        text: "，" + actions.vm.doneText
        Layout.fillWidth: true
        onUndone: actions.vm.undo()
    }
    Flow {
        objectName: "reviewHints"
        visible: !Theme.oneColumn
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: actions.writing ? ["Ctrl 回车", "Esc"] : ["J", "K", "空格", "P"]

            Row {
                id: hint

                required property string modelData
                readonly property var words: ({
                        "Ctrl 回车": "批好，下一篇",
                        "Esc": "先不写了，再按 R、B",
                        "J": "",
                        "K": "下一篇、上一篇",
                        "空格": "往下看",
                        "P": "写批示"
                    })

                spacing: Theme.s2
                rightPadding: hint.words[hint.modelData] === "" ? 0 : Theme.s3

                KeyHint {
                    text: hint.modelData
                }
                SmallLabel {
                    visible: text !== ""
                    text: hint.words[hint.modelData] ?? ""
                    wrapMode: Text.NoWrap
                    anchors.verticalCenter: parent.verticalCenter
                }
            }
        }
    }
    RowLayout {
        spacing: Theme.s2
        Layout.fillWidth: true

        FieldButton {
            objectName: "reviewMore"
            keyCap: Theme.oneColumn ? "" : "B"
            capFirst: true
            text: "请补充"
            onClicked: actions.vm.askForMore()
        }
        FieldButton {
            objectName: "reviewRead"
            keyCap: Theme.oneColumn ? "" : "R"
            capFirst: true
            text: "已阅"
            onClicked: actions.vm.acknowledge()
        }
        Item {
            Layout.fillWidth: true
        }
        PrimaryButton {
            objectName: "reviewInstruct"
            keyCap: Theme.oneColumn ? "" : "Ctrl 回车"
            capFirst: true
            text: "批好，下一篇"
            onClicked: actions.vm.instruct()
        }
    }
}
