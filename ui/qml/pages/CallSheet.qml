import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// A number to dial, large; and the way to write down what was said.
Dialog {
    id: sheet

    required property HouseholdModel vm
    readonly property bool wanted: sheet.vm.callNumber !== ""

    title: "打给" + sheet.vm.callTitle
    onWantedChanged: sheet.wanted ? sheet.open() : sheet.close()
    onClosed: sheet.vm.endCall()
    actions: [
        FieldButton {
            objectName: "logCall"
            text: "记下这通电话"
            filled: true
            onClicked: sheet.vm.phone()
        },
        FieldButton {
            objectName: "endCall"
            text: "收起"
            onClicked: sheet.close()
        }
    ]

    FigureLabel {
        text: sheet.vm.callNumber
        wrapMode: Text.NoWrap
        Layout.fillWidth: true
    }
    SmallLabel {
        text: "照着拨。拨完可以记一次电话走访。"
        Layout.fillWidth: true
    }
}
