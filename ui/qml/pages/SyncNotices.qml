pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What this device found out about itself: a sentence each, and a tap to let it go.
ColumnLayout {
    id: list

    required property NoticesModel vm

    visible: notices.count > 0
    spacing: Theme.s3

    SectionHeading {
        title: "要知道的事"
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true

        Repeater {
            id: notices
            model: list.vm.rows

            TallRow {
                id: one

                required property string key
                required property bool canGo
                required property int index
                required glyph
                required title
                required detail

                objectName: "notice-" + one.key
                interactive: false
                strongTitle: false
                showsDivider: one.index < notices.count - 1
                Layout.fillWidth: true

                Button {
                    objectName: "letGo-" + one.key
                    visible: one.canGo
                    text: "知道了"
                    onClicked: list.vm.letGo(one.key)
                }
            }
        }
    }
}
