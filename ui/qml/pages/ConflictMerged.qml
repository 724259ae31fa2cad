pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What merged by itself, listed with what it was made of, so that nothing happened in silence.
ColumnLayout {
    id: merged

    required property ConflictsModel vm

    spacing: Theme.s3

    SectionHeading {
        title: "已经自动合好"
        hint: "两边写的都在，不用你选"
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true

        Repeater {
            id: rows
            model: merged.vm.merged

            ColumnLayout {
                id: row

                required property string key
                required property string title
                required property string detail
                required property list<var> sides
                required property int index

                objectName: "merged-" + row.key
                spacing: 0
                Layout.fillWidth: true

                TallRow {
                    title: row.title
                    detail: row.detail
                    glyph: "mark-met"
                    glyphRole: "met"
                    interactive: false
                    showsDivider: row.sides.length === 0 && row.index < rows.count - 1
                    Layout.fillWidth: true
                }
                Repeater {
                    model: row.sides

                    FactRow {
                        id: fact

                        required property var modelData
                        required property int index

                        label: fact.modelData.title
                        text: fact.modelData.text
                        showsDivider: fact.index === row.sides.length - 1
                                      && row.index < rows.count - 1
                        Layout.fillWidth: true
                        Layout.leftMargin: Theme.s5
                    }
                }
            }
        }
    }
}
