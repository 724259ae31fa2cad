pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 用U盘带: three ways, the place they lead to, and what came of it.
Page {
    id: page

    required property ShellModel shell
    required property StickModel vm

    title: "用U盘带"
    context: page.vm.photoCount === "" ? page.vm.last : page.vm.photoCount + "，" + page.vm.last
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()

    FocusFollower {
        page: page
    }
    TwoColumns {
        id: columns
        leftWidth: 552
        rightWidth: 576
        leftItems: [
            StickWays {
                vm: page.vm
                tight: columns.single && page.vm.mode !== ""
                Layout.fillWidth: true
            },
            Card {
                visible: page.vm.result !== ""
                padding: Theme.s4
                spacing: Theme.s2
                frame: page.vm.isWell ? "" : "hint"
                Layout.fillWidth: true

                HeadingLabel {
                    objectName: "stickResult"
                    text: page.vm.result
                    Layout.fillWidth: true
                }
                BodyLabel {
                    objectName: "stickNote"
                    visible: text !== ""
                    text: page.vm.resultNote
                    color: Theme.ink2
                    Layout.fillWidth: true
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        rightItems: [
            EmptyState {
                visible: page.vm.mode === ""
                large: false
                title: "没有网，也能送到"
                text: "U盘上的文件是锁着的，捡到的人打不开。"
                steps: [
                    {
                        title: "在这台平板上导出到U盘",
                        detail: "导出的还留在平板里，照常记。",
                        done: false
                    },
                    {
                        title: "拿到社区，请书记代为转交",
                        detail: "她的电脑看不到内容，只管送。",
                        done: false
                    },
                    {
                        title: "把回信带回来，从U盘导入",
                        detail: "读了回信才算送到，别人的新内容也一起到。",
                        done: false
                    }
                ]
                Layout.fillWidth: true
            },
            StickPlaces {
                visible: page.vm.mode !== ""
                vm: page.vm
                fills: !columns.single
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
            },
            Item {
                visible: page.vm.mode === ""
                Layout.fillHeight: true
            }
        ]
        actions: [
            ProgressBar {
                objectName: "stickBusy"
                visible: page.vm.busy !== ""
                value: page.vm.share
                text: page.vm.busy
                stoppable: true
                Layout.fillWidth: true
                onStopped: page.vm.stop()
            },
            Card {
                visible: page.vm.photos !== "" && page.vm.busy === ""
                Layout.fillWidth: true

                TickRow {
                    objectName: "stickPhotos"
                    glyph: "camera"
                    title: page.vm.photos
                    detail: page.vm.takesPhotos ? "跟在文字后面，一起带上" : "这次只带文字"
                    chosen: page.vm.takesPhotos
                    showsDivider: false
                    Layout.fillWidth: true
                    onClicked: page.vm.turnPhotos()
                }
            },
            PrimaryButton {
                objectName: "stickGo"
                visible: page.vm.button !== "" && page.vm.busy === ""
                glyph: page.vm.mode === "export" ? "usb" : "upload"
                text: page.vm.button
                Layout.fillWidth: true
                onClicked: page.vm.goOn()
            }
        ]
    }
}
