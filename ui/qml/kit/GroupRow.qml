import QtQuick
import QtQuick.Layouts

// The heading of a group inside a list: 纺织厂家属院 乙1, 5 户·没有电梯.
Rectangle {
    id: group

    property string title: ""
    property string note: ""
    property string hint: ""

    implicitHeight: Math.max(36, Theme.letters.small.line + Theme.s3)
    color: Theme.page
    Accessible.role: Accessible.Heading
    Accessible.name: group.title + " " + group.note

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.s4 + Theme.lineMark
        anchors.rightMargin: Theme.s4 + Theme.lineMark
        spacing: Theme.s3

        SmallLabel {
            text: group.title
            strong: true
            color: Theme.ink
            Accessible.ignored: true
        }
        SmallLabel {
            text: group.note
            Accessible.ignored: true
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: group.hint !== ""
            text: group.hint
            Accessible.ignored: true
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
