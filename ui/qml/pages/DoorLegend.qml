import QtQuick
import kit

// What the marks in the cells mean.
Flow {
    spacing: Theme.s5
    Accessible.role: Accessible.Grouping
    Accessible.name: "图上的记号"

    StateMark {
        shape: "overdue"
        role: "late"
        text: "超了"
    }
    StateMark {
        shape: "due"
        role: "due"
        text: "今天该去"
    }
    StateMark {
        shape: "met"
        role: "met"
        text: "今天见到"
    }
    StateMark {
        shape: "away"
        role: "away"
        text: "无人"
    }
    StateMark {
        shape: "vacant"
        role: "ink3"
        text: "空置"
    }
    Row {
        spacing: Theme.s2

        CellMark {
            text: "租"
            anchors.verticalCenter: parent.verticalCenter
        }
        SmallLabel {
            text: "租户"
        }
    }
}
