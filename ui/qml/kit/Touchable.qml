pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// What every button is made of: touch size, keyboard, focus ring, accessible name.
T.AbstractButton {
    id: control

    property int radius: Theme.radius
    property bool ringInside: false
    // What a screen reader says when the visible text is not enough.
    property string spoken: ""
    property bool showsRing: control.visualFocus

    implicitWidth: Math.max(Theme.touchMin, control.implicitContentWidth + control.leftPadding
                                            + control.rightPadding)
    implicitHeight: Math.max(Theme.touchMin, control.implicitContentHeight + control.topPadding
                                             + control.bottomPadding)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    Accessible.role: Accessible.Button
    Accessible.name: control.spoken || control.text
    Keys.onReturnPressed: control.click()
    Keys.onEnterPressed: control.click()

    Loader {
        anchors.fill: parent
        z: 10
        active: control.showsRing
        sourceComponent: FocusRing {
            radius: control.radius
            inside: control.ringInside
        }
    }
}
