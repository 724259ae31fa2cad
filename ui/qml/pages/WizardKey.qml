import QtQuick
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
        RecoverySheet {
            groups: step.vm.recoveryGroups
            kept: step.vm.kept
            problem: step.vm.problem
            Layout.fillWidth: true
            onSaved: target => step.vm.saveRecovery(target)
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
}
