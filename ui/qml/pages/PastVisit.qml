import QtQuick
import QtQuick.Layouts
import kit

// One visit of the past: day, what came of it, the sentence; the state only while it waits.
Item {
    id: visit

    required property string key
    required property string day
    required property string standing
    required property string word
    required property string note
    required property string stage
    property bool showsDivider: true

    implicitHeight: Math.max(Theme.rowHeight, row.implicitHeight + Theme.s3)
    Accessible.role: Accessible.ListItem
    Accessible.name: [visit.day, visit.word, visit.note, visit.stage].filter(
                         part => part !== "").join("，")

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.s4 + Theme.lineMark
        anchors.rightMargin: Theme.s4 + Theme.lineMark
        spacing: Theme.s3

        BodyLabel {
            text: visit.day
            wrapMode: Text.NoWrap
            Layout.preferredWidth: Math.max(108, implicitWidth)
            Accessible.ignored: true
        }
        VisitMark {
            standing: visit.standing
            text: visit.word
            Layout.preferredWidth: Math.max(112, implicitWidth)
        }
        BodyLabel {
            text: visit.note
            Accessible.ignored: true
            Layout.fillWidth: true
        }
        RecordState {
            visible: visit.stage !== ""
            stage: visit.stage === "已送达" ? "delivered" : "stored"
        }
    }
    Divider {
        visible: visit.showsDivider
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
