pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// What the page is for, what one does there, and the keys; opened with ? or the sign at the top.
Dialog {
    id: sheet

    required property var help

    title: sheet.help.title
    mostWidth: 640
    // The arrows scroll from there, before anything was tabbed to.
    onOpened: sheet.contentItem.forceActiveFocus()
    actions: FieldButton {
        objectName: "closeHelp"
        text: "好"
        filled: true
        onClicked: sheet.close()
    }

    BodyLabel {
        objectName: "helpAbout"
        text: sheet.help.about
        strong: true
        Layout.fillWidth: true
        Layout.rightMargin: Theme.s4
    }
    Repeater {
        model: sheet.help.steps

        RowLayout {
            id: step
            required property int index
            required property string modelData

            spacing: Theme.s3
            Layout.fillWidth: true
            Layout.rightMargin: Theme.s4

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
        text: "键盘怎么用"
        Layout.fillWidth: true
        Layout.topMargin: Theme.s3
    }
    GridLayout {
        columns: 2
        columnSpacing: Theme.s5
        rowSpacing: Theme.s2
        Layout.fillWidth: true
        Layout.rightMargin: Theme.s4

        Repeater {
            model: sheet.help.keys.length * 2

            BodyLabel {
                required property int index
                objectName: index % 2 ? "" : "key-" + text
                text: sheet.help.keys[Math.floor(index / 2)][index % 2]
                strong: index % 2 === 0
                Layout.fillWidth: index % 2 === 1
            }
        }
    }
}
