pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// The lock's number pad: dots above, ten digits, delete; a keyboard's digits work as well.
FocusScope {
    id: pad

    property int length: 6
    property string entered: ""
    property string problem: ""
    property string prompt: ""

    signal completed(pin: string)
    signal typed

    function clear() {
        pad.entered = "";
    }
    function put(digit: string) {
        if (pad.entered.length >= pad.length)
            return;
        pad.entered += digit;
        pad.typed();
        if (pad.entered.length === pad.length)
            pad.completed(pad.entered);
    }
    function drop() {
        pad.entered = pad.entered.slice(0, -1);
        pad.typed();
    }

    implicitWidth: column.implicitWidth
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.Grouping
    Accessible.name: pad.prompt + "，已按 " + pad.entered.length + " 位，共 " + pad.length + " 位"
    Keys.onPressed: event => {
        if (/^[0-9]$/.test(event.text)) {
            pad.put(event.text);
            event.accepted = true;
        } else if (event.key === Qt.Key_Backspace) {
            pad.drop();
            event.accepted = true;
        }
    }

    ColumnLayout {
        id: column
        anchors.fill: parent
        spacing: Theme.s4

        BodyLabel {
            visible: pad.prompt !== ""
            text: pad.prompt
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
        Row {
            spacing: Theme.s4
            Layout.alignment: Qt.AlignHCenter

            Repeater {
                model: pad.length

                Rectangle {
                    required property int index
                    readonly property bool full: index < pad.entered.length

                    width: Theme.mark
                    height: Theme.mark
                    radius: width / 2
                    color: full ? Theme.ink : "transparent"
                    border.width: Theme.lineTouch
                    border.color: full ? Theme.ink : Theme.edge
                    Accessible.ignored: true
                }
            }
        }
        BodyLabel {
            text: pad.problem
            color: Theme.due
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
            Layout.minimumHeight: Theme.letters.body.line
        }
        GridLayout {
            columns: 3
            rowSpacing: Theme.s2
            columnSpacing: Theme.s2
            Layout.alignment: Qt.AlignHCenter

            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

                PadKey {
                    required property string modelData
                    text: modelData
                    onClicked: pad.put(modelData)
                }
            }
            PadKey {
                text: "清空"
                secondary: true
                onClicked: pad.clear()
            }
            PadKey {
                text: "0"
                onClicked: pad.put("0")
            }
            PadKey {
                glyph: "backspace"
                spoken: "删一位"
                secondary: true
                onClicked: pad.drop()
            }
        }
    }
}
