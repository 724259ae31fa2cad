import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What has just been saved, with 撤销 for as long as the page is open.
ColumnLayout {
    id: saved

    required property VisitModel vm

    UndoBar {
        objectName: "loggedBar"
        visible: saved.vm.loggedText !== ""
        shape: saved.vm.loggedStage === "已入账" ? "posted" : saved.vm.loggedStage === "已送达"
                                               ? "delivered" : "stored"
        lead: saved.vm.loggedStage
        text: saved.vm.loggedText
        detail: "关机也不会丢"
        Layout.fillWidth: true
        onUndone: saved.vm.undo()
    }
}
