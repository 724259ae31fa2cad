import QtQuick
import kit

// How much of the window a keyboard on the screen takes; where one writes stays above it.
Item {
    id: room

    // Its type is known to Qt alone.
    readonly property var typing: Qt.inputMethod
    // Empty where the platform does not tell: then the keyboard itself makes the window smaller.
    property rect keyboard: room.typing.visible ? room.typing.keyboardRectangle
                                                : Qt.rect(0, 0, 0, 0)
    readonly property real taken: room.keyboard.height > 0
                                  ? Math.max(0, room.height - room.keyboard.y) : 0
    readonly property Item focused: room.Window.activeFocusItem

    function follow() {
        if (room.taken === 0 || !room.focused)
            return;
        const cursor = room.typing.cursorRectangle;
        let top = cursor.y;
        for (let up = room.focused.parent; up; up = up.parent) {
            const pane = up as Flickable;
            if (pane && pane.contentHeight > pane.height)
                top -= room.show(pane, top, top + cursor.height);
        }
    }
    // Scrolls a pane so that these lines of the window are in its open part; gives by how much.
    function show(pane: Flickable, top: real, bottom: real): real {
        const first = pane.mapToItem(null, 0, 0).y;
        const last = Math.min(first + pane.height, room.height - room.taken);
        const wanted = bottom + Theme.s4 > last ? bottom + Theme.s4 - last
                                                : top - Theme.s4 < first ? top - Theme.s4 - first
                                                                         : 0;
        const before = pane.contentY;
        const most = pane.originY + pane.contentHeight - pane.height;
        pane.contentY = Math.max(pane.originY, Math.min(most, before + wanted));
        return pane.contentY - before;
    }

    onTakenChanged: {
        Theme.keyboardHeight = room.taken;
        settled.restart();
    }
    onFocusedChanged: settled.restart()

    Connections {
        target: room.typing
        function onCursorRectangleChanged() {
            settled.restart();
        }
    }
    Timer {
        id: settled
        // Until the page has taken its new height.
        interval: 50
        onTriggered: room.follow()
    }
}
