pragma ComponentBehavior: Bound

import QtQuick

// One line of the checklist: 好, 有事, 没看; nothing is chosen beforehand, 没看 is an answer.
Row {
    id: three

    // "" · fine · matter · unseen
    property string value: ""
    property string spoken: ""

    signal chosen(value: string)

    spacing: Theme.s2

    Repeater {
        model: [
            {
                value: "fine",
                text: "好",
                glyph: "check",
                role: "met"
            },
            {
                value: "matter",
                text: "有事",
                glyph: "mark-due",
                role: "due"
            },
            {
                value: "unseen",
                text: "没看",
                glyph: "",
                role: "ink2"
            }
        ]

        Touchable {
            id: key

            required property var modelData
            readonly property bool chosen: three.value === key.modelData.value
            readonly property string tint: key.modelData.role === "ink2" ? "sunken"
                                                                        : key.modelData.role + "Tint"

            implicitWidth: Math.max(Math.round(80 * Theme.textScale), implicitContentWidth + 2 * Theme.s2)
            text: key.modelData.text
            spoken: three.spoken === "" ? key.text : three.spoken + "，" + key.text
            Accessible.role: Accessible.RadioButton
            Accessible.checkable: true
            Accessible.checked: key.chosen
            onClicked: three.chosen(key.chosen ? "" : key.modelData.value)
            background: Rectangle {
                radius: key.radius
                color: key.down ? Theme.sunken : key.chosen ? Theme.tone(key.tint) : Theme.surface
                border.width: key.chosen ? Theme.lineTouch : Theme.lineThin
                border.color: key.chosen && key.modelData.role !== "ink2"
                              ? Theme.tone(key.modelData.role) : Theme.edge
            }
            contentItem: ButtonFace {
                text: key.text
                glyph: key.chosen ? key.modelData.glyph : ""
                role: key.chosen ? key.modelData.role : "ink"
                token: "small"
                strong: key.chosen
                gap: Theme.s1
                glyphSize: Theme.mark
            }
        }
    }
}
