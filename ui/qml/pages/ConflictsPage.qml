pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 冲突: three cards of one width, one button each; nobody is said to be wrong.
Page {
    id: page

    required property ShellModel shell
    required property ConflictsModel vm
    readonly property var view: page.vm.view
    property bool opened: true

    title: "两边改得不一样"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: columns.single && page.opened && !page.view.isEmpty ? page.opened = false
                                                               : page.shell.back()

    EmptyState {
        visible: page.view.isEmpty
        width: parent.width
        title: "没有要你选的。"
        text: "同一处两边写得不一样时，两边写的都会留着，排在这里等你选。"

        FieldButton {
            objectName: "nothingToChoose"
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
                objectName: "conflictList"
                model: page.vm.list
                reuseItems: false
                Accessible.name: page.view.heading
                Layout.fillWidth: true
                Layout.fillHeight: true
                delegate: ConflictLineRow {
                    id: line
                    width: ListView.view.width
                    chosen: page.view.chosen
                    onOpened: {
                        page.opened = true;
                        page.vm.choose(line.key);
                    }
                }
            },
            SmallLabel {
                text: "不选也不碍事：先照社区账上的用，两边写的都留着。"
                Layout.fillWidth: true
            }
        ]
        rightItems: [
            ConflictHeading {
                visible: !page.view.showsMerged
                vm: page.vm
                Layout.fillWidth: true
            },
            ConflictSides {
                visible: !page.view.showsMerged
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: false
            },
            UndoBar {
                objectName: "conflictUndo"
                visible: page.view.decided !== "" && !page.view.showsMerged
                framed: true
                shape: "met"
                role: "met"
                lead: page.view.decided
                detail: page.view.decidedNote
                actionText: "改回去"
                Layout.fillWidth: true
                onUndone: page.vm.undo()
            },
            ConflictMerged {
                visible: page.view.showsMerged
                vm: page.vm
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true

            Flow {
                spacing: Theme.s3
                Layout.fillWidth: true

                FieldButton {
                    objectName: "ownWords"
                    visible: page.view.canWrite && !page.view.showsMerged
                    glyph: "pen"
                    text: page.view.ownText !== "" ? "合并" : "自己写一句"
                    onClicked: own.begin()
                }
                FieldButton {
                    objectName: "keepBoth"
                    visible: page.view.isOpen && page.view.isText && !page.view.showsMerged
                    text: "两个都留"
                    onClicked: page.vm.keepBoth()
                }
                FieldButton {
                    visible: page.view.askText !== "" && !page.view.showsMerged
                    glyph: "phone"
                    text: page.view.askText
                    onClicked: page.vm.askOther()
                }
            }
            PrimaryButton {
                objectName: "nextConflict"
                text: page.view.nextKey === "" ? "回同步" : "下一处"
                trailing: "forward"
                Layout.alignment: Qt.AlignBottom
                onClicked: page.vm.next()
            }
        }
    }
    Dialog {
        id: own

        function begin() {
            words.text = page.view.ownText;
            own.open();
        }

        title: page.view.ownText !== "" ? "合在一起，两边的句子都在" : "自己写一句"
        actions: [
            FieldButton {
                objectName: "ownUse"
                text: page.view.ownText !== "" ? "就用这段" : "就用这句"
                filled: true
                onClicked: {
                    page.vm.useOwn(words.text);
                    own.close();
                }
            },
            FieldButton {
                text: "先不写"
                onClicked: own.close()
            }
        ]
        onOpened: words.forceActiveFocus()

        TextArea {
            id: words
            objectName: "ownText"
            spoken: own.title
            Layout.fillWidth: true
        }
    }
}
