import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// Read at the left, done at the right; one column in portrait and at 150 % text.
Item {
    id: columns

    property alias leftItems: leftColumn.data
    property alias rightItems: rightColumn.data
    // Buttons at bottom right; in one column they stay at the foot of the screen.
    property alias actions: actionsColumn.data
    // Widths at 1280; what a wider window has more goes to the wider column.
    property int leftWidth: 688
    property int rightWidth: 440
    property int spacing: Theme.s4
    // In one column, show the right part over the left one instead of below it.
    property bool covers: false
    // In one column, put what is pressed above what is read.
    property bool rightFirst: false
    property bool opened: false

    readonly property bool single: Theme.oneColumn
    readonly property bool stacked: columns.single && !columns.covers
    readonly property bool leftShown: !columns.single || !columns.covers || !columns.opened
    readonly property bool rightShown: !columns.single || !columns.covers || columns.opened
    readonly property real share: columns.width - Theme.s5 - columns.leftWidth - columns.rightWidth
    readonly property int leftNow: columns.single ? columns.width : columns.share < 0
                                                  ? (columns.width - Theme.s5) * columns.leftWidth
                                                    / (columns.leftWidth + columns.rightWidth)
                                                  : columns.leftWidth < columns.rightWidth
                                                    ? columns.leftWidth
                                                    : columns.leftWidth + columns.share
    readonly property int rightNow: columns.single ? columns.width
                                                   : columns.width - Theme.s5 - columns.leftNow
    readonly property int bodyHeight: columns.height - (actionsColumn.visible
                                      ? actionsColumn.implicitHeight + Theme.s3 : 0)

    // Measured once the column is laid out: when text shrinks, its parts change height while its own
    // is being decided.
    property int rightNeed: 0

    function measure() {
        columns.rightNeed = columns.need(rightColumn);
    }

    // What a column cannot do without: a part that fills may shrink to three rows.
    function need(column: ColumnLayout): int {
        let height = 0;
        for (const child of column.children) {
            if (!child.visible)
                continue;
            const part = child as Item;
            const most = part.Layout.fillHeight ? Math.min(part.implicitHeight, 3 * Theme.rowTallHeight)
                                                : part.implicitHeight;
            height += Math.max(part.Layout.minimumHeight, most) + part.Layout.topMargin
                    + part.Layout.bottomMargin + column.spacing;
        }
        return Math.max(0, height - column.spacing);
    }

    anchors.fill: parent
    Component.onCompleted: columns.measure()

    Flickable {
        id: stack
        width: columns.width
        height: columns.single ? columns.bodyHeight : columns.height
        contentWidth: width
        contentHeight: columns.stacked ? left.height + right.height + Theme.s5 : height
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: interactive
        T.ScrollBar.vertical: ScrollBar {
            parent: columns
            x: columns.width + Theme.s1
            height: stack.height
        }

        Flickable {
            id: left
            visible: columns.leftShown
            y: columns.stacked && columns.rightFirst ? right.height + Theme.s5 : 0
            width: columns.leftNow
            height: columns.stacked ? leftColumn.implicitHeight : stack.height
            contentWidth: width
            contentHeight: columns.stacked ? height : Math.max(height, columns.need(leftColumn))
            interactive: contentHeight > height
            boundsBehavior: Flickable.StopAtBounds
            clip: interactive
            T.ScrollBar.vertical: ScrollBar {
                parent: columns
                x: left.width + Theme.s1
                height: left.height
            }

            ColumnLayout {
                id: leftColumn
                width: left.width
                height: left.contentHeight
                spacing: columns.spacing
            }
        }
        Flickable {
            id: right
            visible: columns.rightShown
            x: columns.single ? 0 : columns.leftNow + Theme.s5
            y: columns.stacked && !columns.rightFirst ? left.height + Theme.s5 : 0
            width: columns.rightNow
            height: columns.stacked ? rightColumn.implicitHeight : columns.bodyHeight
            contentWidth: width
            contentHeight: columns.stacked ? height : Math.max(height, columns.rightNeed)
            interactive: contentHeight > height
            boundsBehavior: Flickable.StopAtBounds
            clip: interactive
            T.ScrollBar.vertical: ScrollBar {
                parent: columns
                x: columns.width + Theme.s1
                height: right.height
            }

            ColumnLayout {
                id: rightColumn
                onImplicitHeightChanged: Qt.callLater(columns.measure)
                width: right.width
                height: right.contentHeight
                spacing: columns.spacing
            }
        }
    }
    ColumnLayout {
        id: actionsColumn
        visible: children.length > 0 && columns.rightShown
        x: columns.single ? 0 : columns.leftNow + Theme.s5
        width: columns.rightNow
        anchors.bottom: parent.bottom
        spacing: Theme.s3
    }
}
