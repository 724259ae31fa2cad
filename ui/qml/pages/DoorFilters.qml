pragma ComponentBehavior: Bound

import QtQuick
import kit
import FieldModels

// The filter chips in one row that scrolls sideways when there are more than fit.
ListView {
    id: chips

    required property DoorsModel vm

    implicitHeight: Theme.touchMin
    orientation: ListView.Horizontal
    spacing: Theme.s2
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    model: chips.vm.filters
    Accessible.role: Accessible.List
    Accessible.name: "只看"
    delegate: FilterChip {
        required property string key
        required property string label
        required count

        objectName: "filter-" + key
        text: label
        checkable: false
        checked: chips.vm.filter === key
        onClicked: chips.vm.setFilter(key)
    }
}
