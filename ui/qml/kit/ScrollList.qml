import QtQuick
import QtQuick.Templates as T

// A list that stays where it is when its rows change; arrow keys move the current row.
ListView {
    id: list

    property int mostHeight: 720
    // A short list in one column shows all its rows, so that one finger scrolls one thing; a long one
    // keeps a height of its own, because every row that has a place is made.
    readonly property bool unrolled: Theme.oneColumn && list.count <= 60

    clip: true
    implicitWidth: 320
    implicitHeight: list.unrolled ? list.contentHeight
                                  : Math.min(list.contentHeight, list.mostHeight)
    boundsBehavior: Flickable.StopAtBounds
    reuseItems: true
    currentIndex: -1
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    highlightResizeDuration: 0
    T.ScrollBar.vertical: ScrollBar {}
    Accessible.role: Accessible.List
}
