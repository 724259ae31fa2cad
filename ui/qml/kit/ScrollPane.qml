import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// A column that scrolls when it is higher than its place; the bar stands beside it, never over it.
Item {
    id: pane

    default property alias content: column.data
    property int padding: 0
    property alias spacing: column.spacing
    property alias contentY: flick.contentY
    readonly property real contentHeight: column.implicitHeight + 2 * pane.padding

    implicitWidth: column.implicitWidth + 2 * pane.padding
    implicitHeight: pane.contentHeight

    // Brings what the keyboard reached into view.
    function show(item: Item) {
        const top = item.mapToItem(flick.contentItem, 0, 0).y;
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

    Flickable {
        id: flick
        anchors.fill: parent
        clip: true
        contentWidth: width
        contentHeight: pane.contentHeight
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.VerticalFlick
        interactive: contentHeight > height
        T.ScrollBar.vertical: ScrollBar {
            objectName: "paneBar"
            parent: pane
            // In the padding where there is room for it, else in the margin beside the pane.
            x: pane.padding > Theme.s3 ? pane.width - width : pane.width + Theme.s1
            height: pane.height
        }

        ColumnLayout {
            id: column
            x: pane.padding
            y: pane.padding
            width: pane.width - 2 * pane.padding
            spacing: Theme.s3
        }
    }
}
