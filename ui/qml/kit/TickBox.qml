import QtQuick

// A tick alone, 48 px to touch; `text` is what is ticked, for the screen reader.
// Bind `chosen` to a view-model, or set `checkable` and let it keep its own `checked`.
Touchable {
    id: control

    property bool chosen: false
    readonly property bool shown: control.chosen || control.checked

    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: control.shown
    contentItem: Item {
        implicitWidth: Theme.tickBox
        implicitHeight: Theme.tickBox

        TickSquare {
            anchors.centerIn: parent
            ticked: control.shown
        }
    }
}
