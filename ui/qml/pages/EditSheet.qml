pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Edit in place: every field is saved as it is left; there is nothing to confirm.
Dialog {
    id: sheet

    required property HouseholdEditor vm
    readonly property bool wanted: sheet.vm.title !== ""

    title: sheet.vm.title
    onWantedChanged: sheet.wanted ? sheet.open() : sheet.close()
    onAboutToHide: sheet.contentItem.forceActiveFocus()
    onClosed: sheet.vm.end()
    actions: FieldButton {
        objectName: "endEdit"
        text: "好了"
        filled: true
        onClicked: {
            forceActiveFocus();
            sheet.vm.end();
        }
    }

    Repeater {
        id: rows
        model: sheet.vm.fields

        Field {
            id: field

            required property string key
            required property string value
            required label
            required problem

            Layout.fillWidth: true

            TextField {
                id: entry
                objectName: "field-" + field.key
                text: field.value
                spoken: field.label
                limit: field.key === "name" ? 64 : 500
                hasProblem: field.problem !== ""
                Layout.fillWidth: true
                onEditingFinished: sheet.vm.setField(field.key, text)
            }
            Connections {
                target: sheet

                // Where there is one thing to write, nobody has to point at it first.
                function onOpened() {
                    if (rows.count === 1)
                        entry.forceActiveFocus(Qt.OtherFocusReason);
                }
            }
        }
    }
    SmallLabel {
        text: "写完一格就存好了，能撤销。"
        Layout.fillWidth: true
    }
}
