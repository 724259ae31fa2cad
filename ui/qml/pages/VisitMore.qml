import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What grows out of a knock: a line of the diary, an issue, something promised.
ColumnLayout {
    id: more

    required property VisitModel vm
    property bool promises: false

    spacing: Theme.s2

    GridLayout {
        columns: Theme.textScale > 1.0 ? 2 : 3
        columnSpacing: Theme.s2
        rowSpacing: Theme.s2
        Layout.fillWidth: true

        FieldButton {
            objectName: "toDiary"
            glyph: "diary"
            text: "记进日记"
            implicitHeight: Theme.buttonHeight + Theme.s2
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: more.vm.carry("diary")
        }
        FieldButton {
            objectName: "toIssue"
            visible: more.vm.canPromise
            glyph: "issues"
            text: "转成事项"
            implicitHeight: Theme.buttonHeight + Theme.s2
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: more.vm.carry("issues")
        }
        FieldButton {
            objectName: "toPromise"
            visible: more.vm.canPromise
            glyph: "promise"
            text: "答应的事"
            implicitHeight: Theme.buttonHeight + Theme.s2
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: {
                more.promises = true;
                promise.forceActiveFocus();
            }
        }
    }
    Field {
        visible: more.vm.canPromise && (more.promises || promise.text !== "")
        label: "答应了什么"
        Layout.fillWidth: true

        TextField {
            id: promise
            objectName: "promise"
            spoken: "答应了什么"
            limit: 2000
            Layout.fillWidth: true
            onTextChanged: more.vm.setPromise(promise.text)

            Connections {
                target: more.vm
                function onStateChanged() {
                    if (promise.text !== more.vm.promise)
                        promise.text = more.vm.promise;
                }
            }
        }
    }
}
