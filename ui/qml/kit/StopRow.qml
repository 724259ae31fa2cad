import QtQuick
import QtQuick.Layouts

// A house or a landmark on the walking line of a village.
Touchable {
    id: stop

    default property alias trailingItems: trailing.data
    property string title: ""
    property string detail: ""
    property string people: ""
    property string hint: ""
    property bool isLandmark: false
    property bool selected: false
    property bool isFirst: false

    ringInside: true
    focusPolicy: stop.isLandmark ? Qt.NoFocus : Qt.StrongFocus
    implicitHeight: Math.max(stop.isLandmark ? Theme.touchMin : Theme.rowTallHeight,
                             implicitContentHeight + Theme.s3)
    leftPadding: 56
    rightPadding: Theme.s4 + Theme.lineMark
    spoken: [stop.title, stop.detail, stop.people, stop.hint].filter(part => part !== "").join("，")
    Accessible.role: stop.isLandmark ? Accessible.Heading : Accessible.ListItem
    Accessible.selected: stop.selected
    background: Rectangle {
        color: stop.down && !stop.isLandmark ? Theme.sunken
                                             : stop.selected ? Theme.accentTint : "transparent"

        Rectangle {
            x: 27
            width: Theme.lineTouch
            y: stop.isFirst ? parent.height / 2 : 0
            height: parent.height - y
            color: Theme.edge
        }
        Rectangle {
            readonly property int side: stop.isLandmark ? 24 : 16
            x: 28 - side / 2
            anchors.verticalCenter: parent.verticalCenter
            width: side
            height: side
            radius: stop.isLandmark ? Theme.radiusSmall : side / 2
            color: stop.isLandmark ? Theme.ink2 : Theme.surface
            border.width: stop.isLandmark ? 0 : stop.selected ? Theme.lineMark : Theme.lineTouch
            border.color: stop.selected ? Theme.accent : Theme.edge
        }
        Divider {
            x: 56
            width: parent.width - x
            anchors.bottom: parent.bottom
        }
    }
    contentItem: RowLayout {
        spacing: Theme.s4

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.preferredWidth: 252
            Layout.maximumWidth: stop.people === "" ? Number.POSITIVE_INFINITY : 252

            BodyLabel {
                text: stop.title
                strong: true
                color: stop.isLandmark ? Theme.ink2 : Theme.ink
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: stop.detail !== ""
                text: stop.detail
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
        BodyLabel {
            visible: stop.people !== ""
            text: stop.people
            Accessible.ignored: true
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: stop.hint !== ""
            text: stop.hint
            Accessible.ignored: true
        }
        RowLayout {
            id: trailing
            visible: children.length > 0
        }
    }
}
