import QtQuick
import QtQuick.Layouts

// A label above an input and, below it, a note or what is not right yet.
ColumnLayout {
    id: field

    default property alias content: slot.data
    property string label: ""
    property string note: ""
    property string problem: ""

    spacing: Theme.s1

    SmallLabel {
        text: field.label
        strong: true
        Layout.fillWidth: true
    }
    ColumnLayout {
        id: slot
        spacing: Theme.s2
        Layout.fillWidth: true
    }
    SmallLabel {
        visible: field.note !== "" && field.problem === ""
        text: field.note
        Layout.fillWidth: true
    }
    RowLayout {
        visible: field.problem !== ""
        spacing: Theme.s2
        Layout.fillWidth: true

        Icon {
            name: "mark-due"
            role: "due"
            px: Theme.mark
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.s1
        }
        SmallLabel {
            text: field.problem
            color: Theme.due
            Layout.fillWidth: true
        }
    }
}
