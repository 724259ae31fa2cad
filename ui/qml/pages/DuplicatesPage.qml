pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 像是同一个人: pairs at the left, both records side by side, one act to make them one and one back.
Page {
    id: page

    required property ShellModel shell
    required property DuplicatesModel vm
    readonly property var view: page.vm.view
    readonly property bool isPair: page.view.united !== ""
    property bool opened: true

    title: "像是同一个人"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: columns.single && page.opened && !page.view.isEmpty ? page.opened = false
                                                               : page.shell.back()

    EmptyState {
        visible: page.view.isEmpty
        width: parent.width
        title: "没有像是记了两遍的。"
        text: "证件号码一样，或者姓名和生日、姓名和电话一样的，会排在这里，由你来看是不是一个人。"

        FieldButton {
            objectName: "nothingTwice"
            glyph: "today"
            text: "回今天"
            onClicked: page.shell.go("today")
        }
    }
    TwoColumns {
        id: columns
        visible: !page.view.isEmpty
        leftWidth: 296
        rightWidth: 840
        covers: true
        opened: page.opened
        leftItems: [
            SectionHeading {
                title: page.view.heading
                Layout.fillWidth: true
            },
            ScrollList {
                objectName: "duplicateList"
                model: page.vm.list
                reuseItems: false
                Accessible.name: page.view.heading
                Layout.fillWidth: true
                Layout.fillHeight: true
                delegate: ConflictLineRow {
                    id: line
                    width: ListView.view.width
                    chosen: page.view.line
                    prefix: "twin-"
                    onOpened: {
                        page.opened = true;
                        page.vm.choose(line.key);
                    }
                }
            },
            SmallLabel {
                text: "只是像，不会自己合。合了也随时能拆开，两条都留着。"
                Layout.fillWidth: true
            }
        ]
        rightItems: [
            UndoBar {
                objectName: "apartUndo"
                visible: page.view.apart !== ""
                framed: true
                lead: page.view.apart
                detail: "以后不再排在一起"
                shape: "met"
                role: "met"
                Layout.fillWidth: true
                onUndone: page.vm.undoApart()
            },
            SectionHeading {
                visible: page.view.chosen !== ""
                title: page.view.title
                hint: page.view.why
                Layout.fillWidth: true
            },
            ChipRow {
                key: "step"
                label: "一条一条合，先看哪一条"
                chips: page.view.steps
                Layout.fillWidth: true
                onPicked: key => page.vm.choose(key)
            },
            DuplicatePair {
                visible: page.isPair
                vm: page.vm
                Layout.fillWidth: true
            },
            NoticeLine {
                visible: page.view.refusal !== ""
                glyph: "lock"
                text: page.view.refusal
                Layout.fillWidth: true
            },
            UndoBar {
                objectName: "splitBar"
                visible: page.view.merged !== ""
                framed: true
                lead: page.view.merged
                detail: page.view.mergedNote
                shape: "met"
                role: "met"
                actionText: "拆开"
                Layout.fillWidth: true
                onUndone: page.vm.split()
            },
            Banner {
                visible: page.view.late !== ""
                glyph: "pen"
                title: page.view.late
                text: "写的人还不知道合了。补过来，就都在留下的那一条上。"
                Layout.fillWidth: true

                Button {
                    objectName: "catchUp"
                    text: "补过来"
                    onClicked: page.vm.catchUp()
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: GridLayout {
            id: ways
            columns: Theme.portrait && Theme.textScale > 1.3 ? 1 : 3
            columnSpacing: Theme.s3
            rowSpacing: Theme.s3
            Layout.fillWidth: true

            FieldButton {
                objectName: "setApart"
                Layout.fillWidth: ways.columns === 1
                visible: page.isPair
                text: "不是同一个人"
                onClicked: page.vm.setApart()
            }
            Item {
                visible: ways.columns > 1
                Layout.fillWidth: true
            }
            PrimaryButton {
                objectName: "mergeTwo"
                Layout.fillWidth: ways.columns === 1
                visible: page.isPair && page.view.refusal === ""
                glyph: "people"
                text: "合成一个人"
                onClicked: page.vm.merge()
            }
            PrimaryButton {
                objectName: "bringTwin"
                Layout.fillWidth: ways.columns === 1
                visible: page.isPair && page.view.bring !== ""
                glyph: "handover"
                text: page.view.bring
                onClicked: page.vm.bring()
            }
            PrimaryButton {
                objectName: "nextTwins"
                visible: !page.isPair
                text: page.view.nextText
                trailing: "forward"
                onClicked: page.vm.next()
            }
        }
    }
}
