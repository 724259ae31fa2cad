import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Step 1: the server's address and the one-time code from the sheet.
FocusScope {
    id: step

    required property WizardModel vm

    implicitHeight: column.implicitHeight

    function submit() {
        step.vm.submitWhere(server.text, code.text);
    }

    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: Theme.s5

        HeadingLabel {
            text: "照登记单填"
            Layout.fillWidth: true
        }
        Field {
            label: "社区的地址"
            note: "像 https://wangge.xingling.cn 这样"
            problem: step.vm.problemField === "server" ? step.vm.problem : ""
            Layout.fillWidth: true

            TextField {
                id: server
                objectName: "server"
                focus: true
                text: step.vm.server
                spoken: "社区的地址"
                limit: 200
                inputMethodHints: Qt.ImhUrlCharactersOnly | Qt.ImhNoPredictiveText
                Layout.fillWidth: true
                onAccepted: code.forceActiveFocus()
            }
        }
        Field {
            label: "登记码"
            note: "只能用一次。大小写都行，横线照抄。"
            problem: step.vm.problemField === "code" ? step.vm.problem : ""
            Layout.fillWidth: true

            TextField {
                id: code
                objectName: "code"
                text: step.vm.code
                spoken: "登记码"
                limit: 120
                inputMethodHints: Qt.ImhPreferUppercase | Qt.ImhNoPredictiveText
                Layout.fillWidth: true
                onAccepted: step.submit()
            }
        }
        Banner {
            visible: step.vm.problem !== "" && step.vm.problemField !== "server"
                     && step.vm.problemField !== "code"
            glyph: "offline"
            title: "还没登记上"
            text: step.vm.problem
            Layout.fillWidth: true
        }
        PrimaryButton {
            objectName: "submitWhere"
            text: "下一步，定 PIN"
            trailing: "forward"
            Layout.fillWidth: true
            onClicked: step.submit()
        }
    }
}
