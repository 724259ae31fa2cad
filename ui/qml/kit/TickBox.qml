import QtQuick

// A tick alone, 48 px to touch; `text` is what is ticked, for the screen reader.
Touchable {
    id: control

    checkable: true
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: control.checked
    contentItem: Item {
        implicitWidth: Theme.tickBox
        implicitHeight: Theme.tickBox

        TickSquare {
            anchors.centerIn: parent
            ticked: control.checked
        }
    }
}
