import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Step 2: the PIN, twice.
FocusScope {
    id: step

    required property WizardModel vm

    implicitHeight: column.implicitHeight

    Connections {
        target: step.vm
        function onStateChanged() {
            if (pad.seen !== step.vm.tries) {
                pad.seen = step.vm.tries;
                pad.clear();
            }
        }
    }
    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: Theme.s4

        HeadingLabel {
            text: step.vm.step === "again" ? "再输一次" : "定一个 PIN"
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        PinPad {
            id: pad

            property int seen: 0

            Component.onCompleted: pad.seen = step.vm.tries
            objectName: "pinPad"
            focus: true
            prompt: step.vm.step === "again" ? "两次一样才算数" : "六位数字，别用生日和连着的数"
            problem: step.vm.problem
            Layout.alignment: Qt.AlignHCenter
            onCompleted: pin => step.vm.enterPin(pin)
        }
        TextLink {
            objectName: "backToWhere"
            text: "回去改地址和登记码"
            Layout.alignment: Qt.AlignHCenter
            onClicked: step.vm.backToWhere()
        }
    }
}
