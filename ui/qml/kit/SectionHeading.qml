import QtQuick
import QtQuick.Layouts

// What follows, and at the right a word about how to use it or a link.
Item {
    id: heading

    default property alias content: rest.data
    property string title: ""
    property string note: ""
    property string hint: ""

    // A link at the right is higher than the heading and may reach into the gaps around it.
    implicitHeight: Math.max(Theme.letters.heading.line, titleLabel.implicitHeight)
    implicitWidth: row.implicitWidth
    Layout.topMargin: Theme.s2
    Layout.bottomMargin: -Theme.s1 - Theme.lineTouch
    Accessible.ignored: true

    RowLayout {
        id: row
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s3

        HeadingLabel {
            id: titleLabel
            text: heading.title
            Layout.fillWidth: heading.note === ""
        }
        SmallLabel {
            visible: heading.note !== ""
            text: heading.note
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: heading.hint !== ""
            text: heading.hint
            horizontalAlignment: Text.AlignRight
        }
        RowLayout {
            id: rest
            visible: children.length > 0
            spacing: Theme.s2
        }
    }
}
