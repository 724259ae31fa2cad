import QtQuick
import QtQuick.Layouts

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
    property bool opened: false

    readonly property bool single: Theme.oneColumn
    readonly property bool leftGrows: columns.leftWidth >= columns.rightWidth
    readonly property bool leftShown: !columns.single || !columns.covers || !columns.opened
    readonly property bool rightShown: !columns.single || !columns.covers || columns.opened
    readonly property real given: (columns.width - Theme.s5) / (columns.leftWidth + columns.rightWidth)
    readonly property int leftNow: columns.single ? columns.width : columns.given < 1
                                                  ? columns.leftWidth * columns.given
                                                  : columns.leftGrows
                                                    ? columns.width - Theme.s5 - columns.rightWidth
                                                    : columns.leftWidth
    readonly property int rightNow: columns.single ? columns.width
                                                   : columns.width - Theme.s5 - columns.leftNow
    readonly property int actionsHeight: actionsColumn.visible
                                         ? actionsColumn.implicitHeight + Theme.s3 : 0
    readonly property int bodyHeight: columns.height - columns.actionsHeight

    anchors.fill: parent

    Flickable {
        id: scroller
        width: columns.width
        height: columns.single ? columns.bodyHeight : columns.height
        contentWidth: width
        contentHeight: columns.single ? stack.implicitHeight : height
        interactive: columns.single && contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: columns.single

        Item {
            id: stack
            readonly property int leftHeight: columns.leftShown ? columns.oneHeight(leftColumn) : 0
            readonly property int rightHeight: columns.rightShown ? columns.oneHeight(rightColumn) : 0
            readonly property int gap: columns.leftShown && columns.rightShown ? Theme.s5 : 0
            implicitHeight: leftHeight + gap + rightHeight
            width: parent.width
            height: scroller.contentHeight

            ColumnLayout {
                id: leftColumn
                visible: columns.leftShown
                width: columns.leftNow
                height: columns.single ? stack.leftHeight : columns.height
                spacing: columns.spacing
            }
            ColumnLayout {
                id: rightColumn
                visible: columns.rightShown
                x: columns.single ? 0 : columns.leftNow + Theme.s5
                y: columns.single ? stack.leftHeight + stack.gap : 0
                width: columns.rightNow
                height: columns.single ? stack.rightHeight : columns.bodyHeight
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

    // Covering columns fill the screen, stacked ones take what they need.
    function oneHeight(column: ColumnLayout): int {
        return columns.covers ? Math.max(column.implicitHeight, columns.bodyHeight)
                              : column.implicitHeight;
    }
}
