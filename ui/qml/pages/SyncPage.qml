pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 同步: a sentence, four counts that fill up, every waiting record by name, and the ways out.
Page {
    id: page

    required property ShellModel shell
    required property SyncModel vm
    // How many waited when the round under way began.
    property int began: 0

    title: "同步"
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape

    Connections {
        target: page.shell

        function onStateChanged() {
            if (!page.shell.isSyncing)
                page.began = 0;
            else
                page.began = Math.max(page.began, page.shell.waiting);
        }
    }

    TwoColumns {
        leftItems: [
            SyncHead {
                vm: page.vm
                isOffline: page.shell.isOffline
                Layout.fillWidth: true
            },
            SectionHeading {
                title: waiting.count > 0 ? "还在这台平板上的" : "都送走了"
                hint: waiting.count > 0 ? "关机、没电都不会丢" : "新记的会先排在这里"
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2
            },
            Card {
                visible: waiting.count > 0
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.maximumHeight: waiting.count * Theme.rowHeight + 2 * Theme.lineThin

                ScrollList {
                    id: waiting
                    objectName: "waitingList"
                    model: page.vm.waiting
                    Accessible.name: "还在这台平板上的"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: SyncWaitingRow {
                        width: ListView.view.width
                    }
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        rightItems: [
            SyncSide {
                vm: page.vm
                Layout.fillWidth: true
                onOpened: (key, argument) => page.shell.open(key, argument)
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: [
            ProgressBar {
                objectName: "syncProgress"
                visible: page.shell.isSyncing
                value: page.began > 0 ? 1 - page.shell.waiting / page.began : 0
                text: page.began > 0 ? "送了 " + (page.began - page.shell.waiting) + "/" + page.began
                                       + " 条" : "正在收新的"
                stoppable: true
                Layout.fillWidth: true
                onStopped: page.shell.cancelSync()
            },
            GridLayout {
                columns: 2
                columnSpacing: Theme.s3
                rowSpacing: Theme.s3
                Layout.fillWidth: true

                Button {
                    objectName: "goStick"
                    glyph: "usb"
                    text: "用U盘带"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    onClicked: page.shell.open("stick", "")
                }
                Button {
                    objectName: "offlineSwitch"
                    glyph: page.shell.isOffline ? "lan" : "offline"
                    text: page.shell.isOffline ? "恢复联网" : "先不联网"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    onClicked: page.shell.setOffline(!page.shell.isOffline)
                }
                PrimaryButton {
                    objectName: "syncNow"
                    glyph: page.shell.isSyncing ? "" : "sync"
                    text: page.shell.isSyncing ? "正在同步" : "现在试一次"
                    Layout.columnSpan: 2
                    Layout.fillWidth: true
                    onClicked: page.shell.syncNow()
                }
            }
        ]
    }
}
