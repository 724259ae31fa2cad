import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// A column that scrolls when it is higher than its place.
Flickable {
    id: pane

    default property alias content: column.data
    property int padding: 0
    property int spacing: Theme.s3

    clip: true
    contentWidth: width
    contentHeight: column.implicitHeight + 2 * pane.padding
    implicitWidth: column.implicitWidth + 2 * pane.padding
    implicitHeight: pane.contentHeight
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    interactive: contentHeight > height
    T.ScrollBar.vertical: ScrollBar {}

    // Brings what the keyboard reached into view.
    function show(item: Item) {
        const top = item.mapToItem(pane.contentItem, 0, 0).y;
        if (top < pane.contentY)
            pane.contentY = Math.max(0, top - Theme.s2);
        else if (top + item.height > pane.contentY + pane.height)
            pane.contentY = Math.min(pane.contentHeight - pane.height,
                                     top + item.height - pane.height + Theme.s2);
    }

    // One step up or down, for the arrow keys.
    function scroll(steps: int) {
        const most = Math.max(0, pane.contentHeight - pane.height);
        pane.contentY = Math.max(0, Math.min(most, pane.contentY + steps * Theme.rowHeight));
    }

    ColumnLayout {
        id: column
        x: pane.padding
        y: pane.padding
        width: pane.width - 2 * pane.padding
        spacing: pane.spacing
    }
}
