pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// One of several: shows the chosen word, opens a list of whole rows below it.
T.ComboBox {
    id: control

    property string glyph: ""
    // Shown while nothing is chosen: 别的类别.
    property string prompt: ""
    property string spoken: ""

    implicitWidth: Math.max(Theme.touchMin, face.implicitWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.touchMin, face.implicitHeight + Theme.s2)
    leftPadding: Theme.s4
    rightPadding: Theme.s4
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    wheelEnabled: false
    Accessible.role: Accessible.ComboBox
    Accessible.name: control.spoken || face.text
    // Qt Quick knows no state of being open, so it is said in words.
    Accessible.description: face.text + (control.popup.visible ? "，打开着" : "")
    Keys.onReturnPressed: control.popup.open()

    background: Rectangle {
        radius: Theme.radius
        color: control.down ? Theme.sunken : Theme.surface
        border.width: Theme.lineThin
        border.color: Theme.edge

        Loader {
            anchors.fill: parent
            active: control.visualFocus
            sourceComponent: FocusRing {}
        }
    }
    contentItem: ButtonFace {
        id: face
        text: control.currentIndex < 0 ? control.prompt : control.displayText
        glyph: control.glyph
        trailing: "down"
        token: "small"
        strong: false
        gap: Theme.s2
        glyphSize: Theme.iconSmall
    }
    delegate: Touchable {
        id: option

        required property var modelData
        required property int index

        width: ListView.view.width
        ringInside: true
        text: control.textRole === "" ? option.modelData : option.modelData[control.textRole]
        Accessible.role: Accessible.ListItem
        Accessible.selected: control.currentIndex === option.index
        background: Rectangle {
            color: option.down || control.highlightedIndex === option.index ? Theme.sunken
                                                                            : "transparent"
            Rectangle {
                visible: control.currentIndex === option.index
                width: Theme.lineMark
                height: parent.height
                color: Theme.accent
            }
        }
        leftPadding: Theme.s4
        rightPadding: Theme.s4
        contentItem: BodyLabel {
            text: option.text
            strong: control.currentIndex === option.index
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }
    }
    popup: T.Popup {
        y: control.height + Theme.s1
        width: Math.max(control.width, 200)
        height: Math.min(implicitContentHeight + topPadding + bottomPadding, 400)
        padding: Theme.lineTouch
        background: Rectangle {
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.lineTouch
            border.color: Theme.edge
        }
        contentItem: ScrollList {
            implicitHeight: contentHeight
            model: control.popup.visible ? control.delegateModel : null
            currentIndex: control.highlightedIndex
            reuseItems: false
            Accessible.name: control.spoken || face.text
        }
    }
}
