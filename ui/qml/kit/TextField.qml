pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// One line of writing; `limit` counts characters as people do, not UTF-16 units.
T.TextField {
    id: field

    property int limit: 0
    property string token: "body"
    // The name a screen reader says; the label above the field.
    property string spoken: ""
    property bool hasProblem: false

    signal limitReached

    implicitWidth: 240
    implicitHeight: Math.max(Theme.buttonHeight, Theme.letters[field.token].line + Theme.s3)
    leftPadding: Theme.s4
    rightPadding: Theme.s4
    verticalAlignment: TextInput.AlignVCenter
    font.family: Theme.family
    font.pixelSize: Theme.letters[field.token].px
    renderType: Text.NativeRendering
    color: Theme.ink
    placeholderTextColor: Theme.ink3
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    hoverEnabled: false
    Accessible.role: Accessible.EditableText
    Accessible.name: field.spoken || field.placeholderText
    cursorDelegate: Rectangle {
        // It stands still: nothing on a screen pulses.
        visible: field.cursorVisible
        width: Theme.lineTouch
        color: Theme.accent
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: field.activeFocus || field.hasProblem ? Theme.lineTouch : Theme.lineThin
        border.color: field.hasProblem ? Theme.due : field.activeFocus ? Theme.accent : Theme.edge

        FocusRing {
            anchors.fill: parent
            visible: field.activeFocus && (field.focusReason === Qt.TabFocusReason
                                           || field.focusReason === Qt.BacktabFocusReason)
        }
    }
    onTextEdited: {
        // Counted here because bindings have not seen the new text yet; spread, because
        // Array.from takes a rare character for two.
        const removed = [...field.text].length - field.limit;
        if (field.limit > 0 && removed > 0) {
            const place = field.cursorPosition;
            const before = [...field.text.slice(0, place)];
            const kept = before.slice(0, Math.max(0, before.length - removed)).join("");
            field.text = kept + field.text.slice(place);
            field.cursorPosition = kept.length;
            field.limitReached();
        }
    }

    Label {
        visible: field.text === "" && field.preeditText === "" && field.placeholderText !== ""
        anchors.verticalCenter: parent.verticalCenter
        x: field.leftPadding
        width: field.width - field.leftPadding - field.rightPadding
        text: field.placeholderText
        token: field.token
        color: Theme.ink3
        maximumLineCount: 1
        Accessible.ignored: true
    }
}
