import QtQuick
import QtQuick.Layouts

// What follows, and at the right a word about how to use it.
RowLayout {
    id: heading

    default property alias content: rest.data
    property string title: ""
    property string note: ""
    property string hint: ""

    spacing: Theme.s3
    implicitHeight: Math.max(Theme.letters.heading.line, rest.implicitHeight) + Theme.s1

    HeadingLabel {
        text: heading.title
        Layout.fillWidth: heading.note === ""
        Layout.alignment: Qt.AlignVCenter
    }
    SmallLabel {
        visible: heading.note !== ""
        text: heading.note
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignVCenter
    }
    SmallLabel {
        visible: heading.hint !== ""
        text: heading.hint
        horizontalAlignment: Text.AlignRight
        Layout.alignment: Qt.AlignVCenter
    }
    RowLayout {
        id: rest
        visible: children.length > 0
        spacing: Theme.s2
    }
}
