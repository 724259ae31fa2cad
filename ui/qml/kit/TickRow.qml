import QtQuick

// A line with its tick at the right edge; the whole line is the target.
TallRow {
    id: row

    checkable: true
    strongTitle: false
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: row.checked

    TickSquare {
        ticked: row.checked
    }
}
