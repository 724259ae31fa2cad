pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// One field of a form in whichever shape it has; what is not right stands below it in words.
Field {
    id: row

    required property string key
    required property string shape
    required property string value
    required property string prompt
    required property int limit
    required property var choices
    readonly property bool isLine: row.shape === "text" || row.shape === "find"
    readonly property bool isArea: row.shape === "area"
    readonly property bool isList: row.shape === "list"
    readonly property bool isChips: row.shape === "chips" || row.shape === "ticks"
                                    || row.shape === "find" && row.choices.length > 0

    signal written(text: string)
    signal picked(choice: string)

    TextField {
        visible: row.isLine
        objectName: "field-" + row.key
        text: row.value
        spoken: row.label
        limit: row.limit
        hasProblem: row.problem !== ""
        Layout.fillWidth: true
        onTextChanged: if (text !== row.value)
            row.written(text)
    }
    TextArea {
        visible: row.isArea
        objectName: "field-" + row.key
        text: row.value
        spoken: row.label
        limit: row.limit
        token: "body"
        Layout.fillWidth: true
        onTextChanged: if (text !== row.value)
            row.written(text)
    }
    Select {
        visible: row.isList
        objectName: "field-" + row.key
        model: row.isList ? row.choices : []
        textRole: "label"
        valueRole: "key"
        prompt: row.prompt
        spoken: row.label
        currentIndex: row.choices.findIndex(one => one.chosen)
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.buttonHeight
        onActivated: index => row.picked(row.choices[index].key)
    }
    Flow {
        visible: row.isChips
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: row.isChips ? row.choices : []

            FilterChip {
                required property var modelData

                objectName: "pick-" + row.key + "-" + modelData.key
                text: modelData.label
                chosen: modelData.chosen
                ticked: row.shape === "ticks"
                onClicked: row.picked(modelData.key)
            }
        }
    }
}
