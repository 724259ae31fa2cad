pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The lock: the PIN pad; 忘记 PIN leads to the recovery key and a new PIN.
FocusScope {
    id: page

    required property LockModel vm
    property string person: ""
    readonly property bool asksKey: page.vm.step === "recovery"
    // A PIN made at the console may be longer than the pad's six digits.
    property bool isLong: false
    readonly property bool asksLong: page.isLong && page.vm.step === "pin"
    readonly property string prompt: ({
            pin: "输入 PIN",
            "new": "想一个新 PIN，六位数字",
            again: "再输一次新 PIN"
        })[page.vm.step] ?? ""

    Accessible.role: Accessible.Pane
    Accessible.name: "锁着"
    Component.onCompleted: page.vm.look()
    onAsksKeyChanged: page.takeFocus()
    onAsksLongChanged: page.takeFocus()

    function takeFocus() {
        // The fields take it themselves.
        if (!page.asksKey && !page.asksLong)
            pad.forceActiveFocus();
    }

    Connections {
        target: page.vm
        function onStateChanged() {
            if (pad.seen !== page.vm.tries) {
                pad.seen = page.vm.tries;
                pad.clear();
            }
        }
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s5, page.asksKey ? 560 : 360)
        spacing: Theme.s4

        TitleLabel {
            text: page.person === "" ? "网格员工作本" : page.person
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        PinPad {
            id: pad

            property int seen: 0

            objectName: "pinPad"
            visible: !page.asksKey && !page.asksLong
            focus: !page.asksKey && !page.asksLong
            prompt: page.vm.isBusy ? "正在核对" : page.prompt
            problem: page.vm.waitSeconds > 0 && page.vm.step === "pin"
                     ? "再等 " + page.vm.waitSeconds + " 秒。忘了可以用恢复码，没写完的字还在。"
                     : page.vm.problem
            Layout.alignment: Qt.AlignHCenter
            Layout.fillWidth: true
            onCompleted: pin => page.vm.enter(pin)
        }
        // The two ways in that are seldom gone are made when they are asked for.
        Loader {
            active: page.asksKey
            visible: active
            Layout.fillWidth: true
            sourceComponent: ColumnLayout {
                spacing: Theme.s4

                Field {
                    label: "恢复码，登记那天抄下的七组"
                    note: "大小写都行，中间的横线可以不输。"
                    problem: page.vm.problem
                    Layout.fillWidth: true

                    TextField {
                        id: key
                        objectName: "recoveryKey"
                        spoken: "恢复码"
                        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhPreferUppercase | Qt.ImhNoPredictiveText
                        limit: 60
                        Layout.fillWidth: true
                        Component.onCompleted: key.forceActiveFocus()
                        onAccepted: page.vm.enterRecovery(key.text)
                    }
                }
                PrimaryButton {
                    objectName: "useRecovery"
                    text: page.vm.isBusy ? "正在核对" : "用恢复码打开"
                    Layout.fillWidth: true
                    onClicked: page.vm.enterRecovery(key.text)
                }
            }
        }
        Loader {
            active: page.asksLong
            visible: active
            Layout.fillWidth: true
            sourceComponent: ColumnLayout {
                spacing: Theme.s4

                Field {
                    label: "PIN"
                    problem: pad.problem
                    Layout.fillWidth: true

                    TextField {
                        id: longPin
                        objectName: "longPin"
                        spoken: "PIN"
                        echoMode: TextInput.Password
                        inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhSensitiveData
                        limit: 32
                        Layout.fillWidth: true
                        Component.onCompleted: longPin.forceActiveFocus()
                        onAccepted: page.vm.enter(longPin.text)

                        Connections {
                            target: pad
                            function onSeenChanged() {
                                longPin.clear();
                            }
                        }
                    }
                }
                PrimaryButton {
                    objectName: "openLong"
                    text: page.vm.isBusy ? "正在核对" : "打开"
                    Layout.fillWidth: true
                    onClicked: page.vm.enter(longPin.text)
                }
            }
        }
        TextLink {
            objectName: "longerPin"
            visible: page.vm.step === "pin"
            text: page.isLong ? "PIN 是六位" : "PIN 不止六位"
            Layout.alignment: Qt.AlignHCenter
            onClicked: page.isLong = !page.isLong
        }
        TextLink {
            objectName: "forgotPin"
            visible: page.vm.step === "pin"
            text: "忘记 PIN"
            Layout.alignment: Qt.AlignHCenter
            onClicked: page.vm.forgot()
        }
        TextLink {
            objectName: "rememberPin"
            visible: page.vm.step !== "pin"
            text: "想起来了，输 PIN"
            Layout.alignment: Qt.AlignHCenter
            onClicked: page.vm.remember()
        }
    }
}
