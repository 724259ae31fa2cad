pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What each column was taken for, with something of what is in it; each can be changed.
Card {
    id: columns

    required property RosterModel vm

    ScrollList {
        id: list
        objectName: "rosterColumns"
        focus: true
        model: columns.vm.columns
        reuseItems: false
        Accessible.name: "表里的各列"
        Layout.fillWidth: true
        Layout.fillHeight: true
        delegate: ListRow {
            id: row

            required property string key
            required property string sample
            required property int fieldIndex
            required property string reason
            required property int index
            required lead
            required title
            required note

            width: ListView.view.width
            leadWidth: 56
            interactive: false
            detail: row.reason === "" ? row.sample : row.reason
            showsDivider: index < ListView.view.count - 1

            Select {
                visible: row.reason === ""
                objectName: "column-" + row.lead
                spoken: row.title + "是什么"
                model: columns.vm.fieldChoices
                textRole: "label"
                currentIndex: row.fieldIndex
                Layout.preferredWidth: 176 * Theme.textScale
                onActivated: index => columns.vm.setColumn(row.key, index)
            }
            SmallLabel {
                visible: row.reason !== ""
                text: "不读"
            }
        }
    }
}
