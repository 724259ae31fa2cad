pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What merged by itself, listed so that nothing happened in silence.
ColumnLayout {
    id: merged

    required property ConflictsModel vm

    visible: rows.count > 0
    spacing: Theme.s3

    SectionHeading {
        title: "已经自动合好"
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true

        Repeater {
            id: rows
            model: merged.vm.merged

            TallRow {
                id: row

                required property string key
                required property int index
                required title
                required detail

                glyph: "mark-met"
                glyphRole: "met"
                interactive: false
                showsDivider: row.index < rows.count - 1
                Layout.fillWidth: true
            }
        }
    }
}
