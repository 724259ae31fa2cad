import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// One visit of the past with its photographs.
Dialog {
    id: sheet

    required property HouseholdModel vm

    title: sheet.vm.visitTitle
    mostWidth: 760
    actions: FieldButton {
        objectName: "closePast"
        text: "看完了"
        filled: true
        onClicked: sheet.close()
    }

    BodyLabel {
        visible: text !== ""
        text: sheet.vm.visitNote
        Layout.fillWidth: true
    }
    PhotoStrip {
        vm: sheet.vm.photos as PhotoModel
        Layout.fillWidth: true
    }
}
