import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Step 3 confirmed: the last group typed from the sheet.
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
            text: "照着收好的那张，输最后一组"
            Layout.fillWidth: true
        }
        Field {
            label: "恢复码的最后四个字"
            problem: step.vm.problem
            Layout.fillWidth: true

            TextField {
                id: group
                objectName: "lastGroup"
                focus: true
                spoken: "恢复码的最后四个字"
                limit: 8
                inputMethodHints: Qt.ImhPreferUppercase | Qt.ImhNoPredictiveText
                Layout.fillWidth: true
                onAccepted: step.vm.confirm(group.text)
            }
        }
        RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true
            Layout.topMargin: Theme.s2

            FieldButton {
                objectName: "showKeyAgain"
                glyph: "back"
                text: "再看一眼"
                onClicked: step.vm.showKeyAgain()
            }
            PrimaryButton {
                objectName: "confirmKey"
                text: "对上了，领网格"
                trailing: "forward"
                Layout.fillWidth: true
                onClicked: step.vm.confirm(group.text)
            }
        }
    }
}
