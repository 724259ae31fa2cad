import QtQuick

// A line with its tick at the right edge; the whole line is the target.
TallRow {
    id: row

    property bool chosen: false
    readonly property bool shown: row.chosen || row.checked

    strongTitle: false
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: row.shown

    TickSquare {
        ticked: row.shown
    }
}
