pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import kit
import FieldModels

// 交接: what came over from an earlier worker, by household; beside it both names and what is open.
Page {
    id: page

    required property ShellModel shell
    required property HandoverModel vm
    readonly property var view: page.vm.view

    title: "交接"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: page.shell.back()

    TwoColumns {
        id: columns
        leftWidth: 720
        rightWidth: 408
        leftItems: [
            EmptyState {
                visible: page.view.isEmpty
                title: "没有交过来要看的"
                text: "网格换人的时候，前一位没送完的会排在这里，一户一户看过再收下。"
                Layout.fillWidth: true
            },
            SectionHeading {
                visible: !page.view.isEmpty
                title: page.view.heading
                hint: page.view.hint
                Layout.fillWidth: true
            },
            Card {
                visible: !page.view.isEmpty
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.maximumHeight: list.contentHeight + 2
                Layout.preferredHeight: list.contentHeight + 2

                ScrollList {
                    id: list
                    objectName: "handoverList"
                    focus: true
                    model: page.vm.lines
                    Accessible.name: page.view.heading
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: HandoverLine {
                        width: ListView.view.width
                        busy: page.view.isBusy
                        onTicked: key => page.vm.tick(key)
                    }
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        rightItems: [
            SectionHeading {
                visible: page.view.turns.length > 0
                title: "谁交给谁"
                Layout.fillWidth: true

                TextLink {
                    objectName: "handoverPrint"
                    glyph: "print"
                    text: "存成一页 PDF"
                    onClicked: fileDialog.ask()
                }
            },
            Repeater {
                model: page.view.turns

                HandoverTurn {
                    id: turn

                    objectName: "turn-" + turn.modelData.key
                    Layout.fillWidth: true
                    onSigned: side => page.vm.sign(turn.modelData.key, side)
                    onTaken: signature => page.vm.unsign(signature)
                }
            },
            SmallLabel {
                visible: page.view.saved !== ""
                text: page.view.saved
                Layout.fillWidth: true
            },
            SectionHeading {
                title: own.count > 0 ? "答应过、还没办的" : "你这里"
                hint: page.view.own
                Layout.fillWidth: true
            },
            Card {
                visible: own.count > 0
                Layout.fillWidth: true
                Layout.preferredHeight: Math.min(own.contentHeight, 5 * Theme.rowTallHeight) + 2
                                        * Theme.lineThin

                ScrollList {
                    id: own
                    objectName: "ownOpen"
                    model: page.vm.own
                    Accessible.name: "答应过、还没办的"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: TallRow {
                        required property int index
                        required title
                        required detail

                        width: ListView.view.width
                        interactive: false
                        strongTitle: false
                        showsDivider: index < ListView.view.count - 1
                    }
                }
            },
            SmallLabel {
                visible: own.count === 0
                text: "没有答应过还没办的。"
                Layout.fillWidth: true
            },
            SectionHeading {
                title: "手里的原件"
                hint: papers.count > 0 ? "当面点清，打个钩" : ""
                Layout.fillWidth: true
            },
            Card {
                visible: papers.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: papers
                    model: page.vm.papers

                    TickRow {
                        required property string key
                        required property bool isTicked
                        required property int index
                        required title
                        required detail

                        objectName: "paper-" + key
                        chosen: isTicked
                        showsDivider: index < papers.count - 1
                        Layout.fillWidth: true
                        onClicked: page.vm.count(key, !isTicked)
                    }
                }
            },
            SmallLabel {
                visible: papers.count === 0
                text: "没有。日记里写了“原件”又没打钩的，会列在这里。"
                Layout.fillWidth: true
            },
            SectionHeading {
                visible: moving.count > 0
                title: "转到别的网格的"
                hint: "两个星期里的"
                Layout.fillWidth: true
            },
            Card {
                visible: moving.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: moving
                    model: page.vm.transfers

                    TallRow {
                        required property string key
                        required property int index
                        required glyph
                        required title
                        required detail

                        objectName: "transfer-" + key
                        interactive: false
                        strongTitle: false
                        showsDivider: index < moving.count - 1
                        Layout.fillWidth: true
                    }
                }
            },
            SmallLabel {
                visible: !page.view.isEmpty
                text: "收下的还是记的人的名字。没打钩的先留着，不会丢。"
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: [
            ProgressBar {
                objectName: "handoverProgress"
                visible: page.view.isBusy
                value: page.view.toTake > 0 ? page.view.taken / page.view.toTake : 0
                text: "收下 " + page.view.taken + "/" + page.view.toTake + " 处"
                stoppable: true
                Layout.fillWidth: true
                onStopped: page.vm.stop()
            },
            RowLayout {
                visible: page.view.done !== ""
                spacing: Theme.s3
                Layout.fillWidth: true

                BodyLabel {
                    objectName: "handoverDone"
                    text: page.view.done
                    Layout.fillWidth: true
                }
                Button {
                    objectName: "handoverUndo"
                    visible: page.view.act !== ""
                    glyph: "undo"
                    text: "撤销"
                    onClicked: page.vm.undo()
                }
            },
            PrimaryButton {
                objectName: "takeOver"
                visible: !page.view.isEmpty
                enabled: page.view.ticked > 0 && !page.view.isBusy
                glyph: "check"
                text: page.view.button
                Layout.fillWidth: true
                onClicked: page.vm.take()
            }
        ]
    }
    FileDialog {
        id: fileDialog
        fileMode: FileDialog.SaveFile
        title: "存到哪里"
        defaultSuffix: "pdf"
        nameFilters: ["PDF (*.pdf)"]
        onAccepted: page.vm.save(fileDialog.selectedFile)

        function ask() {
            fileDialog.selectedFile = fileDialog.currentFolder + "/" + page.view.file;
            fileDialog.open();
        }
    }
}
