pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Every row of the file with what an import does with it; the counts filter.
ColumnLayout {
    id: preview

    required property RosterFates vm

    spacing: Theme.s3

    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: preview.vm.chips

            FilterChip {
                required property string key
                required property string label
                required count

                objectName: "fate-" + key
                text: label
                chosen: preview.vm.fate === key
                onClicked: preview.vm.filterBy(key)
            }
        }
    }
    Card {
        Layout.fillWidth: true
        Layout.fillHeight: !Theme.oneColumn
        Layout.preferredHeight: Theme.oneColumn ? list.implicitHeight + 2 * Theme.lineThin : -1

        ScrollList {
            id: list
            objectName: "rosterRows"
            focus: true
            model: preview.vm.rows
            Accessible.name: "表里的每一行"
            Layout.fillWidth: true
            Layout.fillHeight: true
            reuseItems: false
            delegate: RosterRow {
                width: ListView.view.width
                isLast: index === ListView.view.count - 1
                onRowDecided: (question, takes) => preview.vm.decideRow(question, takes)
                onCellDecided: (question, takes) => preview.vm.decideCell(question, takes)
            }
        }
    }
}
