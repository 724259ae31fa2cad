pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// Letters in alphabetical order under the right hand: no input method, works in gloves.
GridLayout {
    id: pad

    property bool showsDigits: false
    readonly property var letterKeys: [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    readonly property var digitKeys: [..."1234567890甲乙丙丁东西南北"]

    signal pressed(letter: string)
    signal cleared
    signal dropped

    columns: 6
    columnSpacing: Theme.s2
    rowSpacing: Theme.s2
    Accessible.role: Accessible.Grouping
    Accessible.name: pad.showsDigits ? "数字键" : "字母键"

    Repeater {
        model: pad.showsDigits ? pad.digitKeys : pad.letterKeys

        LetterKey {
            required property string modelData
            text: modelData
            onClicked: pad.pressed(modelData)
        }
    }
    LetterKey {
        text: pad.showsDigits ? "ABC" : "123"
        spoken: pad.showsDigits ? "换成字母" : "换成数字"
        secondary: true
        onClicked: pad.showsDigits = !pad.showsDigits
    }
    LetterKey {
        text: "-"
        spoken: "短横"
        secondary: true
        onClicked: pad.pressed("-")
    }
    LetterKey {
        text: "清空"
        secondary: true
        onClicked: pad.cleared()
    }
    LetterKey {
        glyph: "backspace"
        spoken: "删一个"
        secondary: true
        onClicked: pad.dropped()
    }

    component LetterKey: PadKey {
        implicitWidth: Theme.touchMin
        implicitHeight: Math.max(62, Theme.touchMin)
        Layout.fillWidth: true
    }
}
