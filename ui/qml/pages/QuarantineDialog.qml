pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The fields of a record that was not taken, to be corrected and sent again.
Dialog {
    id: dialog

    required property QuarantineModel vm
    readonly property string correcting: dialog.vm.view.correcting

    title: "改好再送"
    mostWidth: 640
    onCorrectingChanged: dialog.correcting === "" ? dialog.close() : dialog.open()
    onClosed: dialog.vm.close()
    actions: [
        FieldButton {
            objectName: "sendCorrected"
            text: "改好，再送"
            filled: true
            onClicked: dialog.vm.send()
        },
        FieldButton {
            text: "先不改"
            onClicked: dialog.vm.close()
        }
    ]

    HalfTypedLine {
        vm: dialog.vm.halfTyped as HalfTyped
        Layout.fillWidth: true
    }
    Repeater {
        model: dialog.vm.fields

        Field {
            id: field

            required property string key
            required property string text
            required label

            problem: dialog.vm.view.problemField === field.key ? dialog.vm.view.problem : ""
            Layout.fillWidth: true

            TextField {
                objectName: "correct-" + field.key
                spoken: field.label
                text: field.text
                hasProblem: field.problem !== ""
                Layout.fillWidth: true
                onTextEdited: dialog.vm.type(field.key, text)
            }
        }
    }
    NoticeLine {
        visible: dialog.vm.view.problem !== "" && dialog.vm.view.problemField === ""
        glyph: "hint"
        text: dialog.vm.view.problem
        Layout.fillWidth: true
    }
}
