import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The records are closed until the community is heard: what happened, and the two ways out.
Page {
    id: page

    required property ShellModel shell
    required property AwayModel vm

    title: "先联系一次社区"
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s5, 640)
        spacing: Theme.s5

        Icon {
            name: "lock"
            role: "ink2"
            px: Theme.touchMin
        }
        ReadingLabel {
            objectName: "closedSentence"
            text: page.vm.sentence
            Layout.fillWidth: true
        }
        BodyLabel {
            text: page.vm.advice
            Layout.fillWidth: true
        }
        BodyLabel {
            text: "没送的、没写完的都还在这台平板上。"
            color: Theme.ink2
            Layout.fillWidth: true
        }
        BodyLabel {
            objectName: "closedTrouble"
            visible: text !== "" && !page.shell.isSyncing
            text: page.vm.trouble
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true

            Button {
                objectName: "closedStick"
                glyph: "usb"
                text: "用U盘带"
                Layout.fillWidth: true
                onClicked: page.shell.open("stick", "")
            }
            PrimaryButton {
                objectName: "closedSync"
                glyph: page.shell.isSyncing ? "" : "sync"
                text: page.shell.isSyncing ? "正在同步" : "同步一次"
                focus: true
                Layout.fillWidth: true
                onClicked: page.shell.syncNow()
            }
        }
    }
}
