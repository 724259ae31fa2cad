import QtQuick
import kit

// Scrolls whatever stands around the item that the keyboard reached, so that it is seen.
Item {
    id: follower

    required property Item page
    readonly property Item focused: follower.Window.activeFocusItem

    onFocusedChanged: Qt.callLater(follower.follow)

    function follow() {
        const item = follower.focused;
        if (!item || !follower.page.visible || !follower.isWithin(item))
            return;
        for (let up = item.parent; up && up !== follower.page; up = up.parent) {
            const pane = up as Flickable;
            if (pane && pane.contentHeight > pane.height)
                follower.show(pane, item);
        }
    }
    function isWithin(item: Item): bool {
        for (let up = item; up; up = up.parent) {
            if (up === follower.page)
                return true;
        }
        return false;
    }
    function show(pane: Flickable, item: Item) {
        const top = item.mapToItem(pane.contentItem, 0, 0).y;
        const most = pane.originY + pane.contentHeight - pane.height;
        if (top < pane.contentY)
            pane.contentY = Math.max(pane.originY, top - Theme.s6);
        else if (top + item.height > pane.contentY + pane.height)
            pane.contentY = Math.min(most, top + item.height - pane.height + Theme.s6);
    }
}
