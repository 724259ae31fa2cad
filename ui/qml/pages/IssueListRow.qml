import QtQuick
import QtQuick.Layouts
import kit

// One issue, or the heading above those that wait for the same: what, where it stands, who has it.
Item {
    id: line

    required property string key
    required property bool isGroup
    required property string title
    required property string note
    required property string place
    required property string detail
    required property string standing
    required property string word
    required property string shape
    required property string role
    property string chosen: ""
    // What its name begins with, where issues are listed for something else.
    property string named: "issue-"

    signal opened(key: string)

    implicitHeight: line.isGroup ? heading.implicitHeight : row.implicitHeight

    GroupRow {
        id: heading
        visible: line.isGroup
        width: parent.width
        title: line.title
        note: line.note
    }
    Touchable {
        id: row
        objectName: line.named + line.key
        visible: !line.isGroup
        width: parent.width
        ringInside: true
        topPadding: Theme.s2
        bottomPadding: Theme.s3
        implicitHeight: Math.max(Theme.rowTallHeight, implicitContentHeight + topPadding + bottomPadding)
        leftPadding: Theme.s4 + Theme.lineMark
        rightPadding: Theme.s4 + Theme.lineMark
        spoken: [line.title, line.standing, line.place, line.detail, line.word].filter(part => part !== "").join("，")
        Accessible.role: Accessible.ListItem
        Accessible.selectable: true
        Accessible.selected: line.key === line.chosen
        onClicked: line.opened(line.key)
        background: Rectangle {
            color: row.down ? Theme.sunken : line.key === line.chosen ? Theme.accentTint : "transparent"
            border.width: line.key === line.chosen && Theme.highContrast ? Theme.lineTouch : 0
            border.color: Theme.accent

            Rectangle {
                visible: line.key === line.chosen
                width: Theme.lineMark
                height: parent.height
                color: Theme.accent
            }
            Divider {
                anchors.bottom: parent.bottom
                width: parent.width
            }
        }
        contentItem: ColumnLayout {
            spacing: 0

            RowLayout {
                spacing: Theme.s3
                Layout.fillWidth: true

                BodyLabel {
                    text: line.title
                    strong: true
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
                SmallLabel {
                    text: line.standing
                    color: Theme.ink
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: Theme.s1 / 2
                }
            }
            SmallLabel {
                visible: line.place !== ""
                text: line.place
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            RowLayout {
                spacing: Theme.s3
                Layout.fillWidth: true

                SmallLabel {
                    text: line.detail
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
                StateMark {
                    visible: line.word !== ""
                    shape: line.shape
                    role: line.role
                    text: line.word
                    strong: line.shape !== ""
                    Accessible.ignored: true
                }
            }
        }
    }
}
