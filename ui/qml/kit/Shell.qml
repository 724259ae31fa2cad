pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// The window's inside: rail or bar, the screen beside it, the curtain over all.
FocusScope {
    id: shell

    default property alias content: screen.data
    property list<var> items: []
    property string current: ""
    property bool isDemo: false
    property bool isCovered: false
    // Off on the lock screen and in the first-run wizard.
    property bool showsPlaces: true
    property bool isLocked: false
    readonly property bool hasBar: Theme.oneColumn
    property double escapedAtMs: 0

    signal navigate(key: string)
    signal cover

    function draw() {
        shell.isCovered = true;
        shell.cover();
    }
    function go(key: string) {
        if (key === "cover")
            shell.draw();
        else
            shell.navigate(key);
    }
    function escaped() {
        const now = Date.now();
        if (now - shell.escapedAtMs < 600)
            shell.draw();
        shell.escapedAtMs = now;
    }

    focus: true
    onWidthChanged: Theme.portrait = shell.width < shell.height
    onHeightChanged: Theme.portrait = shell.width < shell.height
    onIsDemoChanged: Theme.isDemo = shell.isDemo
    Keys.onEscapePressed: shell.escaped()

    // A sheet lies above all else; it stays open under lock and curtain, neither seen nor touched.
    Binding {
        target: Theme
        property: "isConcealed"
        value: shell.isLocked || shell.isCovered
    }
    Binding {
        target: shell.T.Overlay.overlay
        property: "opacity"
        value: Theme.isConcealed ? 0 : 1
    }
    Binding {
        target: shell.T.Overlay.overlay
        property: "enabled"
        value: !Theme.isConcealed
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    Loader {
        id: rail
        active: shell.showsPlaces && !shell.hasBar
        width: active ? Theme.railWidth : 0
        height: parent.height
        sourceComponent: Rail {
            items: shell.items
            current: shell.current
            isDemo: shell.isDemo
            onChosen: key => shell.go(key)
        }
    }
    FocusScope {
        id: screen
        anchors.left: rail.right
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: bar.top
        anchors.bottomMargin: Math.max(0, Theme.keyboardHeight - bar.height)
        focus: true
    }
    Loader {
        id: bar
        active: shell.showsPlaces && shell.hasBar
        anchors.bottom: parent.bottom
        width: parent.width
        height: active ? Theme.barHeight : 0
        sourceComponent: Bar {
            items: shell.items
            current: shell.current
            onChosen: key => shell.go(key)
        }
    }
    Curtain {
        drawn: shell.isCovered
        onLifted: {
            shell.isCovered = false;
            screen.forceActiveFocus();
        }
    }
}
