pragma ComponentBehavior: Bound

import QtQuick

// One door of the building: number, surname, at most two marks, and how its visit stands.
Touchable {
    id: cell

    property string number: ""
    property string surname: ""
    property list<string> marks: []
    // overdue · due · met · away · refused · vacant, or "" when nothing is due
    property string standing: ""
    // Not in the filter: keeps its place and loses its weight.
    property bool faded: false
    property bool selected: false
    property bool rentShown: false

    readonly property string shown: cell.faded && cell.standing !== "vacant" ? "" : cell.standing
    readonly property bool wanted: cell.shown === "overdue" || cell.shown === "due"
    readonly property bool settled: cell.shown === "met" || cell.shown === "away"
                                    || cell.shown === "refused"
    readonly property string role: ({
            overdue: "late",
            due: "due",
            met: "met",
            away: "away",
            refused: "away",
            vacant: "ink3"
        })[cell.shown] ?? "ink2"
    readonly property string word: ({
            overdue: "超了",
            due: "今天该去",
            met: "今天见到",
            away: "无人",
            refused: "拒访",
            vacant: "空置"
        })[cell.standing] ?? ""

    // What a higher cell has more lies around both lines and not between them.
    readonly property int slack: Math.max(0, (cell.height - Theme.letters.body.line
                                              - Theme.letters.mark.line) / 3)

    z: cell.selected || cell.visualFocus ? 1 : 0
    implicitWidth: Theme.doorWidth
    implicitHeight: Theme.doorHeight
    radius: Theme.radiusSmall
    leftPadding: Theme.s2
    rightPadding: Theme.s1
    topPadding: Theme.lineThin
    bottomPadding: Theme.lineThin
    spoken: [cell.number, cell.surname, cell.marks.join("、"), cell.word,
        cell.selected ? "已选" : ""].filter(part => part !== "").join("，")
    Accessible.selectable: true
    Accessible.selected: cell.selected

    background: Rectangle {
        radius: cell.radius
        color: cell.down ? Theme.sunken : cell.shown === "" || cell.shown === "vacant"
                         ? "transparent" : Theme.tone(cell.role + "Tint")
        border.width: cell.wanted ? (Theme.highContrast ? 3 : Theme.lineTouch)
                                  : cell.settled ? (Theme.highContrast ? Theme.lineThin : 0)
                                                 : cell.shown === "vacant" ? 0 : Theme.lineThin
        border.color: cell.wanted || cell.settled ? Theme.tone(cell.role) : Theme.line

        Rectangle {
            visible: cell.selected
            anchors.fill: parent
            anchors.margins: -(Theme.lineMark + Theme.lineThin)
            radius: cell.radius + Theme.lineMark
            color: "transparent"
            border.width: Theme.lineMark
            border.color: Theme.accent
        }
    }
    contentItem: Item {
        BodyLabel {
            id: numberLabel
            y: cell.slack
            text: cell.number
            strong: cell.wanted || cell.settled
            color: cell.shown === "vacant" ? Theme.ink3
                                           : cell.wanted || cell.settled ? Theme.ink : Theme.ink2
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        Icon {
            visible: cell.shown !== ""
            anchors.right: parent.right
            anchors.rightMargin: Theme.s1
            anchors.verticalCenter: numberLabel.verticalCenter
            anchors.verticalCenterOffset: 1
            name: cell.shown === "" ? "" : "mark-" + cell.shown
            role: cell.role
            px: Theme.markSmall
        }
        MarkLabel {
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 1 + cell.slack
            width: parent.width - marksRow.width
            fontSizeMode: cell.surname.length > 1 ? Text.HorizontalFit : Text.FixedSize
            minimumPixelSize: 10
            text: cell.standing === "vacant" && cell.surname === "" ? "空" : cell.surname
            color: Theme.ink2
            maximumLineCount: 1
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        Row {
            id: marksRow
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 3 + cell.slack
            spacing: 1

            Repeater {
                model: cell.marks.slice(0, 2)

                CellMark {
                    required property string modelData
                    text: modelData
                    faded: !cell.wanted && !cell.settled && !(cell.rentShown && modelData === "租")
                    role: cell.rentShown && modelData === "租" ? "rent" : "ink2"
                }
            }
        }
    }
}
