pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// A question with its answers as chips; one or several may be chosen.
Field {
    id: row

    property string key: ""
    property var chips: []
    property bool several: false

    signal picked(key: string)

    visible: row.chips.length > 0

    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: row.chips

            FilterChip {
                required property var modelData

                objectName: row.key + "-" + modelData.key
                text: modelData.label
                chosen: modelData.chosen
                ticked: row.several
                onClicked: row.picked(modelData.key)
            }
        }
    }
}
