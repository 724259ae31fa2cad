import QtQuick

// A thin rule between rows.
Rectangle {
    implicitHeight: Theme.lineThin
    implicitWidth: Theme.s7
    color: Theme.line
    Accessible.ignored: true
}
