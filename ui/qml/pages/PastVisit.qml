import QtQuick
import QtQuick.Layouts
import kit

// One visit of the past: day, what came of it, the sentence; the state only while it waits.
Touchable {
    id: visit

    required property string key
    required property string day
    required property string standing
    required property string word
    required property string note
    required property string stage
    required property string photo
    required property string photoText
    property bool showsDivider: true
    property bool interactive: true

    implicitHeight: Math.max(Theme.rowHeight, row.implicitHeight + Theme.s3)
    leftPadding: Theme.s4 + Theme.lineMark
    rightPadding: Theme.s4 + Theme.lineMark
    ringInside: true
    focusPolicy: visit.interactive ? Qt.StrongFocus : Qt.NoFocus
    Accessible.role: visit.interactive ? Accessible.Button : Accessible.ListItem
    Accessible.name: [visit.day, visit.word, visit.note, visit.photoText, visit.stage].filter(
                         part => part !== "").join("，")
    background: Rectangle {
        color: visit.down && visit.interactive ? Theme.sunken : "transparent"

        Divider {
            visible: visit.showsDivider
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
    contentItem: RowLayout {
        id: row
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
        Rectangle {
            visible: visit.photo !== ""
            color: Theme.sunken
            implicitWidth: Theme.touchMin
            implicitHeight: Theme.touchMin

            Image {
                anchors.fill: parent
                source: visit.photo
                fillMode: Image.PreserveAspectCrop
                clip: true
                Accessible.ignored: true
            }
        }
        SmallLabel {
            visible: visit.photoText !== ""
            text: visit.photoText
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        RecordState {
            visible: visit.stage !== ""
            stage: visit.stage === "已送达" ? "delivered" : "stored"
        }
        Icon {
            visible: visit.interactive
            name: "forward"
            px: Theme.iconSmall
        }
    }
}
