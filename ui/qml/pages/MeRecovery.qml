pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Another recovery key, as in the first run; the old one opens until the last group was typed.
Dialog {
    id: sheet

    required property RecoveryChangeModel vm
    readonly property string step: sheet.vm.step

    title: "换恢复码"
    mostWidth: 720
    onAboutToShow: sheet.vm.begin()
    onOpened: pad.forceActiveFocus()
    actions: [
        FieldButton {
            objectName: "recoveryNext"
            visible: sheet.step !== "pin"
            text: sheet.step === "key" ? "收好了，下一步" : sheet.step === "confirm" ? "对上了，换" : "好了"
            filled: true
            onClicked: {
                if (sheet.step === "key")
                    sheet.vm.wroteDown();
                else if (sheet.step === "confirm")
                    sheet.vm.confirm(group.text);
                else
                    sheet.close();
            }
        },
        FieldButton {
            objectName: "recoveryAgain"
            visible: sheet.step === "confirm"
            glyph: "back"
            text: "再看一眼"
            onClicked: sheet.vm.showAgain()
        },
        FieldButton {
            objectName: "recoveryLeave"
            visible: sheet.step === "pin" || sheet.step === "key"
            text: "先不换"
            onClicked: sheet.close()
        }
    ]
    // What was drawn and not confirmed is forgotten with the sheet.
    onClosed: sheet.vm.begin()

    Connections {
        target: sheet.vm
        function onStateChanged() {
            if (pad.seen !== sheet.vm.tries) {
                pad.seen = sheet.vm.tries;
                pad.clear();
                group.clear();
                if (sheet.step === "confirm")
                    group.forceActiveFocus();
            }
        }
    }
    BodyLabel {
        visible: sheet.step === "pin"
        text: "恢复码找不到了，或者怕别人看过，就换一个。换好以前旧的还能用，换好以后只认新的。"
        color: Theme.ink2
        Layout.fillWidth: true
    }
    RowLayout {
        visible: sheet.step === "pin"
        Layout.fillWidth: true

        Item {
            Layout.fillWidth: true
        }
        PinPad {
            id: pad

            property int seen: 0

            objectName: "recoveryPin"
            prompt: "先输现在的 PIN"
            problem: sheet.step === "pin" ? sheet.vm.problem : ""
            onCompleted: pin => sheet.vm.enterPin(pin)
        }
        Item {
            Layout.fillWidth: true
        }
    }
    BodyLabel {
        visible: sheet.step === "key"
        text: "抄在纸上放进锁着的抽屉，别和平板放在一起。它只在这里出现一次。"
        color: Theme.ink2
        Layout.fillWidth: true
    }
    RecoverySheet {
        visible: sheet.step === "key"
        groups: sheet.vm.groups
        kept: sheet.vm.kept
        problem: sheet.step === "key" ? sheet.vm.problem : ""
        Layout.fillWidth: true
        onSaved: target => sheet.vm.save(target)
    }
    Field {
        visible: sheet.step === "confirm"
        label: "照着收好的那张，输最后四个字"
        problem: sheet.step === "confirm" ? sheet.vm.problem : ""
        Layout.fillWidth: true

        TextField {
            id: group
            objectName: "recoveryGroup"
            spoken: "恢复码的最后四个字"
            limit: 8
            inputMethodHints: Qt.ImhPreferUppercase | Qt.ImhNoPredictiveText
            Layout.fillWidth: true
            onAccepted: sheet.vm.confirm(group.text)
        }
    }
    BodyLabel {
        objectName: "recoveryDone"
        visible: sheet.step === "done"
        text: "换好了。旧的那张没用了，撕掉或者删掉。"
        Layout.fillWidth: true
    }
}
