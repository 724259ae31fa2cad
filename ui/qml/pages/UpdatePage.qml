pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 更新: which edition this is and what came of it at the left; new ones, and what changed, at the right.
Page {
    id: page

    required property ShellModel shell
    required property UpdateModel vm

    title: "更新"
    context: page.vm.version
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
            Card {
                Layout.fillWidth: true

                FactRow {
                    label: "现在这一版"
                    labelWidth: 128
                    text: page.vm.version
                    detail: page.vm.builtFrom
                    strongText: true
                    showsDivider: false
                    Layout.fillWidth: true
                }
            },
            BodyLabel {
                text: page.vm.barrier !== "" ? page.vm.barrier : "新版从社区来，或者从U盘来（.gsu 文件）。先看改了什么，再装。装之前记录先另存一份；装好了下次打开才换，旧的一版留着。"
                color: Theme.ink2
                Layout.fillWidth: true
            },
            Card {
                visible: page.vm.result !== ""
                padding: Theme.s4
                spacing: Theme.s2
                frame: page.vm.isWell ? "" : "hint"
                Layout.fillWidth: true

                HeadingLabel {
                    objectName: "updateResult"
                    text: page.vm.result
                    Layout.fillWidth: true
                }
                BodyLabel {
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
                visible: page.vm.barrier === "" && page.vm.busy === "" && page.vm.wanted === ""
                         && page.vm.result === "" && list.count === 0
                large: false
                title: "没找到新版"
                text: "U盘、桌面和下载里都没有 .gsu 文件。插上U盘再找一次。"
                Layout.fillWidth: true
            },
            Card {
                visible: list.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: list
                    model: page.vm.files

                    ListRow {
                        required property string key
                        required property int index
                        required title
                        required detail

                        objectName: "update-" + title
                        glyph: "usb"
                        showsChevron: true
                        showsDivider: index < list.count - 1
                        Layout.fillWidth: true
                        onClicked: page.vm.pick(key)
                    }
                }
            },
            SectionHeading {
                visible: page.vm.wanted !== ""
                title: page.vm.wanted + " 版改了什么"
                Layout.fillWidth: true
            },
            BodyLabel {
                objectName: "updateNotes"
                visible: page.vm.wanted !== ""
                text: page.vm.notes
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: [
            ProgressBar {
                objectName: "updateBusy"
                visible: page.vm.busy !== ""
                value: page.vm.share
                text: page.vm.busy
                stoppable: true
                Layout.fillWidth: true
                onStopped: page.vm.stop()
            },
            Button {
                objectName: "updateFind"
                visible: page.vm.barrier === "" && page.vm.busy === "" && page.vm.wanted === ""
                glyph: "usb"
                text: "再找一次"
                Layout.fillWidth: true
                onClicked: page.vm.find()
            },
            Button {
                objectName: "updateAsk"
                visible: page.vm.barrier === "" && page.vm.busy === "" && page.vm.wanted === ""
                glyph: "sync"
                text: "问社区有没有新版"
                Layout.fillWidth: true
                onClicked: page.vm.askCommunity()
            },
            PrimaryButton {
                objectName: "updateGo"
                visible: page.vm.wanted !== "" && page.vm.busy === ""
                glyph: "download"
                text: "装 " + page.vm.wanted
                Layout.fillWidth: true
                onClicked: page.vm.install()
            }
        ]
    }
}
