pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// The nine outcomes, three by three, each with its digit.
GridLayout {
    id: grid

    property string current: ""
    readonly property var outcomes: [
        ["met", "见到", "check"],
        ["met_other", "家人代述", "people"],
        ["no_answer", "无人", "mark-away"],
        ["refused", "拒访", "mark-refused"],
        ["declined_info", "不便多说", "lock"],
        ["moved_out", "已搬走", "forward"],
        ["vacant", "空置", "mark-vacant"],
        ["wrong_door", "地址不对", "find"],
        ["not_safe", "没进去", "cover"]
    ]

    signal chosen(outcome: string)

    columns: grid.width < 480 ? 2 : 3
    uniformCellWidths: true
    columnSpacing: Theme.s2
    rowSpacing: Theme.s2

    Repeater {
        model: grid.outcomes

        FieldButton {
            required property var modelData
            required property int index
            readonly property bool isCurrent: grid.current === modelData[0]

            objectName: "outcome-" + modelData[0]
            glyph: modelData[2]
            text: modelData[1]
            keyCap: String(index + 1)
            filled: isCurrent
            spoken: modelData[1] + (isCurrent ? "，已选" : "")
            Layout.fillWidth: true
            onClicked: grid.chosen(modelData[0])
        }
    }
}
