pragma ComponentBehavior: Bound

import QtQuick
import kit
import FieldModels

// The doors as they stand: a list of lines, each recycled, so that a tower costs what is seen of it.
FocusScope {
    id: field

    required property DoorsModel vm
    readonly property int gutter: Theme.s5
    // Read once for all doors: a door that scrolls into view asks no Python.
    readonly property string selected: field.vm.selected
    readonly property string filterKey: field.vm.filter
    // While a line is used again its counts may be behind for a moment.
    readonly property var nothing: ({
            x: 0,
            kind: "",
            title: "",
            note: "",
            cells: [],
            cell: Theme.doorWidth
        })
    readonly property int lineHeight: Theme.doorHeight + Theme.doorGap

    signal opened(dwelling: string)

    function fit() {
        field.vm.fit(field.width, Theme.doorWidth, Theme.doorGap, field.gutter, Theme.portrait);
    }
    function showChosen() {
        if (field.vm.selectedLine < 0)
            return;
        // First from the heading of the building, then so far down as the door needs.
        if (!list.placed && field.vm.selectedHead >= 0)
            list.positionViewAtIndex(field.vm.selectedHead, ListView.Beginning);
        list.placed = true;
        list.positionViewAtIndex(field.vm.selectedLine, ListView.Contain);
    }

    onWidthChanged: field.fit()
    Component.onCompleted: field.fit()
    Keys.onLeftPressed: field.vm.walk(-1, 0)
    Keys.onRightPressed: field.vm.walk(1, 0)
    Keys.onUpPressed: field.vm.walk(0, -1)
    Keys.onDownPressed: field.vm.walk(0, 1)
    Keys.onReturnPressed: field.opened(field.vm.selected)
    Keys.onSpacePressed: field.opened(field.vm.selected)

    Connections {
        target: Theme
        function onDoorCellChanged() {
            field.fit();
        }
    }
    Connections {
        target: field.vm
        function onStateChanged() {
            if (list.seen !== field.vm.selected) {
                list.seen = field.vm.selected;
                Qt.callLater(field.showChosen);
            }
        }
    }

    ScrollList {
        id: list

        property string seen: ""
        property bool placed: false

        objectName: "doorList"
        // The outline of a chosen cell needs room beside the first and last column.
        anchors.fill: parent
        anchors.leftMargin: -Theme.s2
        anchors.rightMargin: -Theme.s3
        focus: true
        activeFocusOnTab: true
        keyNavigationEnabled: false
        clip: true
        leftMargin: Theme.s2
        topMargin: Theme.s1
        bottomMargin: Theme.s2
        cacheBuffer: 4 * field.lineHeight
        model: field.vm.lines
        Accessible.name: "装户图"
        delegate: Item {
            id: line

            required property string kind
            required property var parts

            width: ListView.view.width
            height: line.kind === "head" ? Theme.letters.heading.line + Theme.s2
                                         : line.kind === "label" ? Theme.letters.small.line
                                                                 : field.lineHeight

            Repeater {
                // By count: a line that is used again keeps its parts and their doors.
                model: line.parts.length

                DoorPart {
                    required property int index
                    readonly property var shown: line.parts[index] ?? field.nothing

                    x: shown.x
                    height: line.height
                    gutter: field.gutter
                    kind: shown.kind
                    title: shown.title
                    note: shown.note
                    cells: shown.cells
                    cellWidth: shown.cell
                    selected: field.selected
                    filterKey: field.filterKey
                    ringed: list.activeFocus
                    onChosen: dwelling => {
                        list.forceActiveFocus();
                        field.vm.select(dwelling);
                    }
                }
            }
        }
    }
}
