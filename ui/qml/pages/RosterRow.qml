pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// A row of the file with its fate; below it each field in which the file says otherwise.
Column {
    id: row

    required property string lead
    required property string title
    required property string detail
    required property string glyph
    required property string word
    required property string role
    required property string fate
    required property string question
    required property var clashes
    required property int index
    property bool isLast: false

    signal rowDecided(question: string, takes: bool)
    signal cellDecided(question: string, takes: bool)

    ListRow {
        width: row.width
        lead: row.lead
        title: row.title
        detail: row.detail
        glyph: row.glyph
        glyphRole: row.role
        leadWidth: 72
        interactive: false
        strongTitle: row.fate !== "same"
        spoken: "第 " + row.lead + " 行，" + row.word + "，" + row.title + "，" + row.detail
        showsDivider: !row.isLast && row.clashes.length === 0

        SmallLabel {
            visible: row.clashes.length < 2
            text: row.word
            color: Theme.tone(row.role)
            Accessible.ignored: true
        }
        RosterDecision {
            visible: row.clashes.length > 1
            key: row.question
            spoken: row.title
            wide: false
            takes: row.clashes.every(one => one.takes)
            keeps: row.clashes.every(one => !one.takes)
            onDecided: takes => row.rowDecided(row.question, takes)
        }
    }
    Repeater {
        model: row.clashes

        Item {
            id: cell

            required property var modelData
            required property int index

            width: row.width
            implicitHeight: line.implicitHeight + Theme.s3

            RowLayout {
                id: line

                readonly property int leadWidth: 72

                anchors.left: parent.left
                anchors.right: parent.right
                // Under the title of the row above, past its number and its sign.
                anchors.leftMargin: Theme.s4 + Theme.lineMark + Math.round(line.leadWidth * Theme.textScale)
                                    + Theme.iconText + Theme.s3
                anchors.rightMargin: Theme.s4 + Theme.lineMark
                spacing: Theme.s3

                ColumnLayout {
                    spacing: 0
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignVCenter

                    SmallLabel {
                        text: cell.modelData.label
                        Layout.fillWidth: true
                    }
                    BodyLabel {
                        text: cell.modelData.ours + " → " + cell.modelData.theirs
                        Accessible.name: "原来写 " + cell.modelData.ours + "，表里写 "
                                         + cell.modelData.theirs
                        Layout.fillWidth: true
                    }
                }
                RosterDecision {
                    key: cell.modelData.key
                    spoken: cell.modelData.label
                    takes: cell.modelData.takes
                    keeps: !cell.modelData.takes
                    Layout.alignment: Qt.AlignVCenter
                    onDecided: takes => row.cellDecided(cell.modelData.key, takes)
                }
            }
            Divider {
                visible: !row.isLast && cell.index === row.clashes.length - 1
                anchors.bottom: parent.bottom
                width: parent.width
            }
        }
    }
}
