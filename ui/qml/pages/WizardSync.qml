import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Step 4: the first sync, with what has come and a way to stop or try again.
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
            text: step.vm.person === "" ? "领网格" : step.vm.person + "，正在领你的网格"
            Layout.fillWidth: true
        }
        BodyLabel {
            text: "以后没网也能用。中间断了没关系，接着来就行，不会重头领。"
            color: Theme.ink2
            Layout.fillWidth: true
        }
        ProgressBar {
            objectName: "firstSync"
            visible: step.vm.isBusy
            value: 1 - 1 / (1 + step.vm.receivedKilobytes / 200 + step.vm.received / 500)
            text: step.vm.received > 0 ? "收到 " + step.vm.received + " 条"
                                       : "收到 " + step.vm.receivedKilobytes + " KB"
            stoppable: true
            Layout.fillWidth: true
            onStopped: step.vm.cancelSync()
        }
        Banner {
            visible: step.vm.isBroken
            glyph: "offline"
            title: "还没领完"
            text: step.vm.problem
            Layout.fillWidth: true
        }
        RowLayout {
            visible: step.vm.isBroken
            spacing: Theme.s3
            Layout.fillWidth: true

            FieldButton {
                objectName: "later"
                text: "先打开，以后再领"
                onClicked: step.vm.later()
            }
            PrimaryButton {
                objectName: "syncAgain"
                focus: true
                glyph: "sync"
                text: "现在试一次"
                Layout.fillWidth: true
                onClicked: step.vm.sync()
            }
        }
    }
}
