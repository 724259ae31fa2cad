pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Another PIN, on the same pad as at the lock.
Dialog {
    id: sheet

    required property PinChangeModel vm

    title: "换 PIN"
    onAboutToShow: sheet.vm.begin()
    onOpened: pad.forceActiveFocus()
    actions: FieldButton {
        objectName: "pinDone"
        text: sheet.vm.step === "done" ? "好了" : "先不换"
        filled: sheet.vm.step === "done"
        onClicked: sheet.close()
    }

    Connections {
        target: sheet.vm
        function onStateChanged() {
            if (pad.seen !== sheet.vm.tries) {
                pad.seen = sheet.vm.tries;
                pad.clear();
            }
        }
    }
    RowLayout {
        visible: sheet.vm.step !== "done"
        Layout.fillWidth: true

        Item {
            Layout.fillWidth: true
        }
        PinPad {
            id: pad

            property int seen: 0

            objectName: "pinPad"
            prompt: sheet.vm.prompt
            problem: sheet.vm.problem
            onCompleted: pin => sheet.vm.enter(pin)
        }
        Item {
            Layout.fillWidth: true
        }
    }
    BodyLabel {
        visible: sheet.vm.step === "done"
        text: sheet.vm.prompt
        Layout.fillWidth: true
    }
}
