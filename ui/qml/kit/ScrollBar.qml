import QtQuick
import QtQuick.Templates as T

// A calm bar that tells where one is; it never has to be grabbed.
T.ScrollBar {
    id: bar

    implicitWidth: Theme.s2
    implicitHeight: Theme.s2
    padding: Theme.lineTouch
    visible: bar.size < 1.0
    minimumSize: 0.08
    Accessible.ignored: true
    contentItem: Rectangle {
        radius: Theme.lineTouch
        color: bar.pressed ? Theme.ink3 : Theme.line
    }
}
