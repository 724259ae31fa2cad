pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import kit
import FieldModels

// Step 3: the recovery key, to be written down, saved or printed.
FocusScope {
    id: step

    required property WizardModel vm

    implicitHeight: column.implicitHeight

    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: Theme.s4

        HeadingLabel {
            text: "收好恢复码"
            Layout.fillWidth: true
        }
        BodyLabel {
            text: "忘了 PIN，只有它能打开。抄在纸上放进锁着的抽屉，别和平板放在一起。它只在这里出现一次。"
            color: Theme.ink2
            Layout.fillWidth: true
        }
        Card {
            objectName: "recoveryCard"
            frame: "hint"
            padding: Theme.s5
            Layout.fillWidth: true

            Flow {
                spacing: Theme.s5
                Layout.fillWidth: true

                Repeater {
                    model: step.vm.recoveryGroups

                    TitleLabel {
                        required property string modelData
                        text: modelData
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
        RowLayout {
            spacing: Theme.s2
            Layout.fillWidth: true

            FieldButton {
                objectName: "saveKey"
                glyph: "download"
                text: "存成文件"
                Layout.fillWidth: true
                onClicked: fileDialog.ask("txt")
            }
            FieldButton {
                objectName: "printKey"
                glyph: "print"
                text: "做一页打印"
                Layout.fillWidth: true
                onClicked: fileDialog.ask("pdf")
            }
        }
        NoticeLine {
            visible: text !== ""
            glyph: step.vm.kept !== "" ? "check" : "hint"
            text: step.vm.kept !== "" ? step.vm.kept : step.vm.problem
            Layout.fillWidth: true
        }
        PrimaryButton {
            objectName: "wroteDown"
            focus: true
            text: "收好了，下一步"
            trailing: "forward"
            Layout.fillWidth: true
            Layout.topMargin: Theme.s2
            onClicked: step.vm.wroteDown()
        }
    }
    FileDialog {
        id: fileDialog
        fileMode: FileDialog.SaveFile
        title: "恢复码存到哪里"
        onAccepted: step.vm.saveRecovery(fileDialog.selectedFile)

        function ask(suffix: string) {
            fileDialog.defaultSuffix = suffix;
            fileDialog.nameFilters = suffix === "pdf" ? ["PDF (*.pdf)"] : ["文本 (*.txt)"];
            fileDialog.open();
        }
    }
}
