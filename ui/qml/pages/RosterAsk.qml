pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// One thing to decide: what is doubtful, in which cell, and the answers as buttons.
Card {
    id: ask

    required property string key
    required property string sentence
    required property string where
    required property var options

    signal answered(question: string, option: string)

    padding: Theme.s4
    spacing: Theme.s2

    BodyLabel {
        text: ask.sentence
        strong: true
        Layout.fillWidth: true
    }
    SmallLabel {
        text: ask.where
        Layout.fillWidth: true
    }
    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: ask.options

            Button {
                required property var modelData

                objectName: "answer-" + ask.key + "-" + modelData[0]
                compact: true
                text: modelData[1]
                onClicked: ask.answered(ask.key, modelData[0])
            }
        }
    }
}
