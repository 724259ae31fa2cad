pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 事项: whose turn each is at the left; the chosen one, its way and the next step at the right.
Page {
    id: page

    required property ShellModel shell
    required property IssuesModel vm
    readonly property var view: page.vm.view
    readonly property bool isNone: page.view.isKnown && page.view.isEmpty && !page.view.isWriting
    property bool opened: page.view.isAsked

    title: "事项"
    showsBack: columns.single && page.opened && !page.isNone
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: {
        if (page.view.isWriting)
            page.vm.stopWriting();
        page.opened = false;
    }

    Connections {
        target: page.vm

        function onAsked() {
            page.opened = true;
        }
    }

    EmptyState {
        visible: page.isNone
        width: parent.width
        title: "还没有事项"
        text: "谁家有事要办，记在这里：是哪一类，什么事。核过交给书记下单，能当场办的就当场办。没网也能记。"

        Button {
            objectName: "writeFirst"
            glyph: "plus"
            text: "记一件事"
            onClicked: page.vm.write()
        }
    }
    TwoColumns {
        id: columns
        visible: page.view.isKnown && !page.isNone
        leftWidth: 400
        rightWidth: 736
        covers: true
        opened: page.opened || page.view.isWriting
        leftItems: [
            SectionHeading {
                title: page.view.heading
                Layout.fillWidth: true
            },
            Card {
                visible: !page.view.isEmpty
                Layout.fillWidth: true
                Layout.fillHeight: true

                ScrollList {
                    objectName: "issueList"
                    focus: true
                    model: page.vm.list
                    reuseItems: false
                    Accessible.name: page.view.heading
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: IssueListRow {
                        width: ListView.view.width
                        chosen: page.view.isWriting ? "" : page.view.chosen
                        onOpened: key => {
                            page.opened = true;
                            page.vm.choose(key);
                        }
                    }
                }
            },
            Item {
                visible: page.view.isEmpty
                Layout.fillHeight: true
            },
            FieldButton {
                objectName: "writeIssue"
                visible: !page.view.isEmpty
                glyph: "plus"
                text: "记一件事"
                Layout.fillWidth: true
                onClicked: page.vm.write()
            }
        ]
        rightItems: [
            IssueForm {
                visible: page.view.isWriting
                vm: page.vm.fresh as NewIssue
                Layout.fillWidth: true
            },
            IssueSheet {
                visible: !page.view.isWriting && page.view.chosen !== ""
                vm: page.vm
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: [
            UndoBar {
                objectName: "issueSaved"
                visible: !page.view.isWriting && page.view.saved !== ""
                framed: true
                lead: page.view.saved
                actionText: page.view.savedStep === "" ? "" : "撤销"
                Layout.fillWidth: true
                onUndone: page.vm.undo()
            },
            IssueFormFoot {
                visible: page.view.isWriting
                vm: page.vm.fresh as NewIssue
                Layout.fillWidth: true
            },
            PrimaryButton {
                objectName: "issueMain"
                visible: !page.view.isWriting && page.view.mainText !== ""
                text: page.view.mainText
                Layout.fillWidth: true
                onClicked: page.vm.take(page.view.main)
            }
        ]
    }
}
