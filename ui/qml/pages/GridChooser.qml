pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Which grid is at hand: side by side while few, a list where there are many or little room.
Item {
    id: chooser

    required property GridChoiceModel vm
    readonly property var grids: chooser.vm.grids
    readonly property bool besides: chooser.grids.length <= 3 && !Theme.oneColumn

    visible: chooser.grids.length > 1
    implicitWidth: chooser.besides ? segments.implicitWidth : list.implicitWidth
    implicitHeight: chooser.besides ? segments.implicitHeight : list.implicitHeight

    RowLayout {
        id: segments
        visible: chooser.besides
        spacing: Theme.s1

        Repeater {
            model: chooser.besides ? chooser.grids : []

            FilterChip {
                required property var modelData
                required property int index

                objectName: "grid-" + modelData.key
                text: modelData.text
                chosen: modelData.chosen
                quiet: true
                Accessible.role: Accessible.RadioButton
                onClicked: chooser.vm.choose(index)
            }
        }
    }
    Select {
        id: list
        objectName: "gridChoice"
        visible: !chooser.besides
        spoken: "哪个网格"
        model: chooser.besides ? [] : chooser.grids
        textRole: "text"
        currentIndex: chooser.vm.index
        onActivated: index => chooser.vm.choose(index)
    }
}
