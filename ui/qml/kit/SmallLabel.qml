import QtQuick

// Second lines, reasons, units.
Label {
    token: "small"
    color: Theme.ink2
}
