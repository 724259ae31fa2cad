pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// Several lines of writing in reading size; grows with the text unless it is given a height.
T.TextArea {
    id: area

    property int limit: 0
    property string token: "reading"
    property string spoken: ""

    signal limitReached

    implicitWidth: 320
    implicitHeight: Math.max(88, area.contentHeight + area.topPadding + area.bottomPadding)
    padding: Theme.s3
    leftPadding: Theme.s4 + Theme.s1
    rightPadding: Theme.s4 + Theme.s1
    wrapMode: TextEdit.Wrap
    textFormat: TextEdit.PlainText
    font.family: Theme.family
    font.pixelSize: Theme.letters[area.token].px
    renderType: Text.NativeRendering
    color: Theme.ink
    placeholderTextColor: Theme.ink3
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    hoverEnabled: false
    KeyNavigation.priority: KeyNavigation.BeforeItem
    Accessible.role: Accessible.EditableText
    Accessible.name: area.spoken || area.placeholderText
    Accessible.multiLine: true
    // Tab leaves the field: a tab character is nothing anybody wants in a sentence.
    Keys.onTabPressed: area.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onBacktabPressed: area.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    cursorDelegate: Rectangle {
        // It stands still: nothing on a screen pulses.
        visible: area.cursorVisible
        width: Theme.lineTouch
        color: Theme.accent
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: area.activeFocus ? Theme.lineTouch : Theme.lineThin
        border.color: area.activeFocus ? Theme.accent : Theme.edge

        FocusRing {
            anchors.fill: parent
            visible: area.activeFocus && (area.focusReason === Qt.TabFocusReason
                                          || area.focusReason === Qt.BacktabFocusReason)
        }
    }
    onTextChanged: {
        // Counted here because bindings have not seen the new text yet; spread, because
        // Array.from takes a rare character for two.
        const removed = [...area.text].length - area.limit;
        if (area.limit > 0 && removed > 0) {
            const place = area.cursorPosition;
            const before = [...area.text.slice(0, place)];
            const kept = before.slice(0, Math.max(0, before.length - removed)).join("");
            area.text = kept + area.text.slice(place);
            area.cursorPosition = kept.length;
            area.limitReached();
        }
    }

    Label {
        visible: area.text === "" && area.preeditText === "" && area.placeholderText !== ""
        x: area.leftPadding
        y: area.topPadding
        width: area.width - area.leftPadding - area.rightPadding
        text: area.placeholderText
        token: area.token
        color: Theme.ink3
        topPadding: 0
        Accessible.ignored: true
    }
}
