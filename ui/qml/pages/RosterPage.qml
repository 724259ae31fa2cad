pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 导入花名册: file, columns, each row's fate, and the way back as one.
Page {
    id: page

    required property ShellModel shell
    required property RosterModel vm
    readonly property string stage: page.vm.stage
    readonly property RosterFates fates: page.vm.fates as RosterFates

    title: "导入花名册"
    context: page.vm.file
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()

    FocusFollower {
        page: page
    }
    TwoColumns {
        id: columns
        leftWidth: 688
        rightWidth: 440
        rightFirst: page.stage === "done"
        leftItems: [
            RosterFiles {
                visible: page.stage === "file"
                focus: visible
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
            },
            SectionHeading {
                visible: page.stage === "columns"
                title: "每一列是什么"
                hint: "猜得不对就改"
                Layout.fillWidth: true
            },
            RosterColumns {
                visible: page.stage === "columns"
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.preferredHeight: columns.single ? implicitHeight : -1
            },
            RosterPreview {
                visible: page.stage === "preview"
                vm: page.fates
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
            },
            Card {
                visible: page.stage === "done"
                padding: Theme.s5
                spacing: Theme.s3
                Layout.fillWidth: true

                HeadingLabel {
                    objectName: "rosterResult"
                    text: page.vm.result
                    Layout.fillWidth: true
                }
                BodyLabel {
                    visible: text !== ""
                    text: page.vm.resultNote
                    color: Theme.ink2
                    Layout.fillWidth: true
                }
                BodyLabel {
                    text: "表里没有的人都还在，一个没动。"
                    color: Theme.ink2
                    Layout.fillWidth: true
                }
            },
            Item {
                visible: page.stage === "done"
                Layout.fillHeight: true
            }
        ]
        rightItems: [
            Field {
                visible: page.stage === "file" && page.vm.grids.length > 1
                label: "导进哪个网格"
                Layout.fillWidth: true

                Select {
                    objectName: "rosterGrid"
                    spoken: "导进哪个网格"
                    model: page.vm.grids
                    currentIndex: page.vm.grid
                    Layout.fillWidth: true
                    onActivated: index => page.vm.chooseGrid(index)
                }
            },
            NoticeLine {
                visible: page.stage === "file"
                glyph: "hint"
                text: "能导 .xlsx 和 .csv。先看每一行会怎样，再决定导不导；导完能整个撤销。"
                Layout.fillWidth: true
            },
            NoticeLine {
                visible: page.stage !== "done"
                glyph: "people"
                text: "表里没有的人不会被去掉。两边写得不一样的，先留着原来的。"
                Layout.fillWidth: true
            },
            NoticeLine {
                objectName: "rosterProblem"
                visible: page.vm.problem !== ""
                glyph: "mark-due"
                role: "due"
                token: "body"
                strong: true
                text: page.vm.problem
                Layout.fillWidth: true
            },
            Repeater {
                model: page.stage === "preview" ? page.fates.notes : []

                NoticeLine {
                    required property string modelData

                    glyph: "list"
                    text: modelData
                    Layout.fillWidth: true
                }
            },
            Button {
                objectName: "readHidden"
                visible: page.stage === "preview" && page.fates.hasHidden
                text: "藏起来的也读"
                onClicked: page.fates.readHidden()
            },
            TickRow {
                objectName: "takeTheirs"
                visible: page.stage === "preview" && page.fates.hasClash
                title: "不一样的都用表里的"
                detail: "不打钩就留着原来的；左边一行一格也能分开定"
                chosen: page.fates.takesTheirs
                showsDivider: false
                Layout.fillWidth: true
                onClicked: page.fates.takeTheirs(!page.fates.takesTheirs)
            },
            SectionHeading {
                visible: page.stage === "preview" && page.fates.doubtful > 0
                title: "拿不准的 " + page.fates.doubtful + " 件"
                hint: "不定就先不导"
                Layout.fillWidth: true
            },
            ScrollPane {
                visible: page.stage === "preview" && page.fates.doubtful > 0
                spacing: Theme.s3
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.preferredHeight: columns.single ? contentHeight : -1

                Repeater {
                    model: page.fates.asks

                    RosterAsk {
                        Layout.fillWidth: true
                        onAnswered: (question, option) => page.fates.answer(question, option)
                    }
                }
            },
            Item {
                visible: page.stage !== "preview" || page.fates.doubtful === 0
                Layout.fillHeight: true
            }
        ]
        actions: [
            ProgressBar {
                objectName: "rosterBusy"
                visible: page.vm.busy !== ""
                value: page.vm.share
                text: page.vm.busy
                stoppable: true
                Layout.fillWidth: true
                onStopped: page.vm.stop()
            },
            UndoBar {
                objectName: "rosterUndo"
                visible: page.stage === "done" && page.vm.canUndo
                lead: "已存本机"
                text: "，不对就整个撤销"
                actionText: "整个撤销"
                Layout.fillWidth: true
                onUndone: page.vm.undo()
            },
            PrimaryButton {
                objectName: "rosterGo"
                visible: page.vm.button !== "" && page.vm.busy === ""
                glyph: page.stage === "preview" ? "download" : ""
                text: page.vm.button
                Layout.fillWidth: true
                onClicked: page.vm.goOn()
            }
        ]
    }
}
