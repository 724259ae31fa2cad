pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// What a page is for, what one does there, and the keys.
ColumnLayout {
    id: words

    required property var help

    spacing: Theme.s3

    BodyLabel {
        objectName: "helpAbout"
        text: words.help.about
        strong: true
        Layout.fillWidth: true
    }
    Repeater {
        model: words.help.steps

        RowLayout {
            id: step
            required property int index
            required property string modelData

            spacing: Theme.s3
            Layout.fillWidth: true
    
            BodyLabel {
                text: step.index + 1
                color: Theme.accent
                strong: true
                Layout.alignment: Qt.AlignTop
            }
            BodyLabel {
                text: step.modelData
                Layout.fillWidth: true
            }
        }
    }
    HeadingLabel {
        visible: words.help.keys.length > 0
        text: "键盘怎么用"
        Layout.fillWidth: true
        Layout.topMargin: Theme.s3
    }
    GridLayout {
        visible: words.help.keys.length > 0
        columns: 2
        columnSpacing: Theme.s5
        rowSpacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: words.help.keys.length * 2

            BodyLabel {
                required property int index
                objectName: index % 2 ? "" : "key-" + text
                text: words.help.keys[Math.floor(index / 2)][index % 2]
                strong: index % 2 === 0
                Layout.fillWidth: index % 2 === 1
            }
        }
    }
}
