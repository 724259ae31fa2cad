pragma ComponentBehavior: Bound

import QtQuick
import kit

// What one building has in one line: its heading, a unit's label, or the doors of a floor.
Item {
    id: part

    property string kind: ""
    property string title: ""
    property string note: ""
    property var cells: []
    property int gutter: Theme.s5
    property int cellWidth: Theme.doorWidth
    property string selected: ""
    property string filterKey: ""
    property bool ringed: false
    // Only these filters fade; the others are about today, and today's marks stay.
    readonly property bool fades: part.filterKey.startsWith("tag:") || part.filterKey === "vacant"
                                  || part.filterKey.startsWith("campaign:")

    readonly property var nobody: ({
            dwelling: "",
            number: "",
            name: "",
            marks: [],
            standing: "",
            filters: []
        })

    signal chosen(dwelling: string)

    Row {
        visible: part.kind === "head"
        spacing: Theme.s3
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s1 / 2

        HeadingLabel {
            id: heading
            text: part.kind === "head" ? part.title : ""
            wrapMode: Text.NoWrap
        }
        SmallLabel {
            text: part.note
            wrapMode: Text.NoWrap
            anchors.verticalCenter: heading.verticalCenter
        }
    }
    SmallLabel {
        visible: part.kind === "label"
        anchors.bottom: parent.bottom
        text: part.kind === "label" ? part.title : ""
        wrapMode: Text.NoWrap
    }
    SmallLabel {
        visible: part.kind === "floor"
        anchors.verticalCenter: parent.verticalCenter
        // 13A is a little wider than the gutter.
        width: part.gutter - Theme.lineTouch
        fontSizeMode: part.title.length > 2 ? Text.HorizontalFit : Text.FixedSize
        minimumPixelSize: Theme.letters.mark.px - Theme.lineTouch
        text: part.kind === "floor" ? part.title : ""
        color: Theme.ink3
        wrapMode: Text.NoWrap
    }
    Row {
        x: part.gutter
        spacing: Theme.doorGap

        Repeater {
            model: part.cells.length

            DoorCell {
                required property int index
                readonly property var door: part.cells[index] ?? part.nobody

                objectName: "door-" + door.dwelling
                width: part.cellWidth
                focusPolicy: Qt.NoFocus
                number: door.number
                surname: door.name
                marks: door.marks
                standing: door.standing
                faded: part.fades && !door.filters.includes(part.filterKey)
                rentShown: part.filterKey === "tag:TENANT"
                selected: part.selected === door.dwelling
                onClicked: part.chosen(door.dwelling)
            }
        }
    }
}
