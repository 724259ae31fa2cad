pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// What is missing, why it is worth it, the steps with those done ticked.
ColumnLayout {
    id: empty

    default property alias actions: slot.data
    property string title: ""
    property string text: ""
    // Each {title, detail, done}.
    property list<var> steps: []
    property bool large: true

    spacing: Theme.s2

    Label {
        text: empty.title
        token: empty.large ? "figure" : "heading"
        strong: true
        Accessible.role: Accessible.Heading
        Layout.fillWidth: true
    }
    Label {
        visible: empty.text !== ""
        text: empty.text
        token: empty.large ? "heading" : "body"
        color: Theme.ink2
        Layout.fillWidth: true
    }
    Repeater {
        model: empty.steps

        RowLayout {
            id: step

            required property var modelData
            required property int index

            spacing: Theme.s4
            Layout.fillWidth: true
            Layout.topMargin: step.index === 0 ? Theme.s5 : Theme.s3

            Rectangle {
                Layout.preferredWidth: Theme.seal
                Layout.preferredHeight: Theme.seal
                Layout.alignment: Qt.AlignTop
                radius: Theme.radiusSmall
                color: step.modelData.done ? Theme.met : Theme.surface
                border.width: step.modelData.done ? 0 : Theme.lineTouch
                border.color: Theme.accent

                Icon {
                    visible: step.modelData.done === true
                    anchors.centerIn: parent
                    name: "check"
                    role: "surface"
                    px: Theme.iconText
                }
                Label {
                    visible: !step.modelData.done
                    anchors.centerIn: parent
                    text: String(step.index + 1)
                    strong: true
                    color: Theme.accent
                    Accessible.ignored: true
                }
            }
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                BodyLabel {
                    text: step.modelData.title
                    strong: true
                    Accessible.name: (step.modelData.done ? "已办好，" : "") + text
                    Layout.fillWidth: true
                }
                BodyLabel {
                    visible: text !== ""
                    text: step.modelData.detail ?? ""
                    color: Theme.ink2
                    Layout.fillWidth: true
                }
            }
        }
    }
    Flow {
        id: slot
        visible: children.length > 0
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.topMargin: Theme.s4
    }
}
