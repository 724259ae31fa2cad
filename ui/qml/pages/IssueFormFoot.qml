import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// How a new issue is saved: noted, done on the spot, or seen and handed to the secretary.
GridLayout {
    id: foot

    required property NewIssue vm
    readonly property bool isSecretary: foot.vm.view.isSecretary === true

    columns: Theme.oneColumn && Theme.textScale > 1.25 ? 1 : 3
    columnSpacing: Theme.s3
    rowSpacing: Theme.s3

    FieldButton {
        objectName: "saveOnly"
        visible: !foot.isSecretary
        text: "先记下"
        Layout.fillWidth: foot.columns === 1
        onClicked: foot.vm.save("")
    }
    FieldButton {
        objectName: "saveSettled"
        visible: !foot.isSecretary
        text: "当场办好了"
        Layout.fillWidth: foot.columns === 1
        onClicked: foot.vm.save("settle")
    }
    PrimaryButton {
        objectName: "saveIssue"
        text: foot.isSecretary ? "记下" : "核过了，交给书记"
        Layout.fillWidth: true
        onClicked: foot.vm.save(foot.isSecretary ? "" : "verify")
    }
}
