pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// A village group as a line with stops: landmarks are the stations, houses hang off them.
ColumnLayout {
    id: walk

    required property DoorsModel vm
    readonly property bool fades: walk.vm.filter.startsWith("tag:") || walk.vm.filter === "vacant"
                                  || walk.vm.filter.startsWith("campaign:")

    spacing: Theme.s3

    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: walk.vm.places

            FilterChip {
                required property var modelData
                required property int index

                objectName: "place-" + modelData.key
                text: modelData.text
                count: modelData.count ?? ""
                checkable: false
                checked: walk.vm.chosenPlace === modelData.key
                onClicked: walk.vm.choosePlace(index)
            }
        }
    }
    Card {
        Layout.fillWidth: true
        Layout.fillHeight: true

        ScrollList {
            id: list

            property string seen: ""

            objectName: "stopList"
            focus: true
            keyNavigationEnabled: false
            model: walk.vm.stops
            Accessible.name: "按走的顺序"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Keys.onUpPressed: walk.vm.walk(0, -1)
            Keys.onDownPressed: walk.vm.walk(0, 1)
            delegate: StopRow {
                id: stop

                required property string key
                required property string note
                required property string standing
                required property string word
                required property var filters
                required property int index
                required isLandmark
                required title
                required people

                objectName: "door-" + stop.key
                width: ListView.view.width
                detail: stop.isLandmark ? "" : stop.note
                hint: stop.isLandmark ? stop.note : ""
                isFirst: stop.index === 0
                selected: !stop.isLandmark && walk.vm.selected === stop.key
                opacity: walk.fades && !stop.isLandmark && !stop.filters.includes(walk.vm.filter)
                         ? 0.45 : 1
                onClicked: if (!stop.isLandmark)
                    walk.vm.select(stop.key)

                VisitMark {
                    visible: stop.word !== ""
                    standing: stop.standing
                    text: stop.word
                    Layout.preferredWidth: Theme.s7 * 2 + Theme.s4
                }
            }
        }
    }
    Connections {
        target: walk.vm
        function onStateChanged() {
            if (list.seen !== walk.vm.selected) {
                list.seen = walk.vm.selected;
                if (walk.vm.selectedLine >= 0)
                    list.positionViewAtIndex(walk.vm.selectedLine, ListView.Contain);
            }
        }
    }
}
