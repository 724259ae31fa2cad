import QtQuick
import QtQuick.Layouts
import kit

// One step of the way, quietly: when, what, who; the words; and why it stayed a comment.
Item {
    id: step

    required property string key
    required property string when
    required property string word
    required property string about
    required property string note
    required property string stale
    required property string shape
    required property string role
    required property string stored
    required property bool canTakeBack
    property bool isLast: false

    signal takenBack(key: string)

    implicitHeight: row.implicitHeight + Theme.s4
    Accessible.role: Accessible.ListItem
    Accessible.name: [step.when, step.word, step.about, step.note, step.stale]
                     .filter(part => part !== "").join("，")

    RowLayout {
        id: row
        x: Theme.s4
        y: Theme.s2
        width: parent.width - 2 * Theme.s4
        spacing: Theme.s3

        StateMark {
            shape: step.shape
            role: step.role
            Accessible.ignored: true
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.s1
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            RowLayout {
                spacing: Theme.s3
                Layout.fillWidth: true

                BodyLabel {
                    text: step.word
                    strong: step.stale === ""
                    color: step.stale === "" ? Theme.ink : Theme.ink2
                    Accessible.ignored: true
                }
                SmallLabel {
                    text: step.about
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
                SmallLabel {
                    text: step.when
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
            }
            BodyLabel {
                visible: step.note !== ""
                text: step.note
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: step.stale !== ""
                text: step.stale
                color: Theme.due
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: step.stored !== ""
                text: step.stored
                Accessible.ignored: true
            }
        }
        TextLink {
            objectName: "takeBack-" + step.key
            visible: step.canTakeBack
            text: "撤回"
            spoken: "撤回" + step.word
            onClicked: step.takenBack(step.key)
        }
    }
    Divider {
        visible: !step.isLast
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
