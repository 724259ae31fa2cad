import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The second tap: 见到 widest and lowest; what was just logged, with 撤销, in the same place.
ColumnLayout {
    id: outcomes

    required property DoorPaneModel vm
    readonly property bool isLogged: outcomes.vm.loggedText !== ""

    signal others

    spacing: Theme.s2

    UndoBar {
        objectName: "loggedBar"
        visible: outcomes.isLogged
        shape: outcomes.vm.loggedStage === "已入账" ? "posted" : outcomes.vm.loggedStage === "已送达"
                                                  ? "delivered" : "stored"
        lead: outcomes.vm.loggedStage
        text: outcomes.vm.loggedText
        detail: "关机也不会丢"
        Layout.fillWidth: true
        onUndone: outcomes.vm.undo()
    }
    SmallLabel {
        visible: !outcomes.isLogged
        text: "点一下就记好"
        strong: true
        Layout.fillWidth: true
    }
    GridLayout {
        visible: !outcomes.isLogged
        columns: 2
        uniformCellWidths: true
        columnSpacing: Theme.s2
        rowSpacing: Theme.s2
        Layout.fillWidth: true

        FieldButton {
            objectName: "log-refused"
            stacked: true
            glyph: "cross"
            text: "拒访"
            Layout.fillWidth: true
            onClicked: outcomes.vm.log("refused")
        }
        FieldButton {
            objectName: "log-others"
            stacked: true
            glyph: "more"
            text: "别的结果"
            Layout.fillWidth: true
            onClicked: outcomes.others()
        }
        FieldButton {
            objectName: "log-no_answer"
            stacked: true
            glyph: "mark-away"
            text: "无人"
            Layout.fillWidth: true
            onClicked: outcomes.vm.log("no_answer")
        }
        FieldButton {
            objectName: "log-met_other"
            stacked: true
            glyph: "people"
            text: "家人代述"
            Layout.fillWidth: true
            onClicked: outcomes.vm.log("met_other")
        }
    }
    PrimaryButton {
        objectName: "log-met"
        visible: !outcomes.isLogged
        glyph: "check"
        text: "见到"
        Layout.fillWidth: true
        onClicked: outcomes.vm.log("met")
    }
    FieldButton {
        objectName: "addToVisit"
        visible: outcomes.isLogged
        glyph: "pen"
        text: "再记几句"
        Layout.fillWidth: true
        onClicked: outcomes.vm.openVisit()
    }
}
