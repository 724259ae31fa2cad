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

    title: "两个人改得不一样"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: columns.single && page.opened && !page.view.isEmpty ? page.opened = false
                                                               : page.shell.back()

    EmptyState {
        visible: page.view.isEmpty
        width: parent.width
        title: "没有要你选的。"
        text: "两个人把同一处写得不一样时，两边写的都会留着，排在这里等你选。"
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
                delegate: TallRow {
                    id: line

                    required property string key
                    required property bool isOpen
                    required title
                    required detail

                    objectName: "conflict-" + line.key
                    width: ListView.view.width
                    barred: line.key === page.view.chosen
                    showsDivider: false
                    onClicked: {
                        page.opened = true;
                        page.vm.choose(line.key);
                    }

                    SmallLabel {
                        visible: !line.isOpen
                        text: "选好了"
                    }
                }
            },
            SmallLabel {
                text: "不选也不碍事：先照社区账上的用，两边写的都留着。"
                Layout.fillWidth: true
            }
        ]
        rightItems: [
            SectionHeading {
                title: page.view.title
                hint: page.view.why
                Layout.fillWidth: true
            },
            ConflictSides {
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: false
            },
            UndoBar {
                objectName: "conflictUndo"
                visible: page.view.decided !== ""
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

            FieldButton {
                objectName: "ownWords"
                visible: page.view.isOpen
                glyph: "pen"
                text: "自己写一句"
                onClicked: own.open()
            }
            FieldButton {
                objectName: "keepBoth"
                visible: page.view.canKeepBoth
                text: "两个都留"
                onClicked: page.vm.keepBoth()
            }
            FieldButton {
                visible: page.view.askText !== ""
                glyph: "phone"
                text: page.view.askText
                onClicked: page.vm.askOther()
            }
            Item {
                Layout.fillWidth: true
            }
            PrimaryButton {
                objectName: "nextConflict"
                text: page.view.nextKey === "" ? "回同步" : "下一处"
                trailing: "forward"
                onClicked: page.vm.next()
            }
        }
    }
    Dialog {
        id: own
        title: "自己写一句"
        actions: [
            FieldButton {
                objectName: "ownUse"
                text: "就用这句"
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
            spoken: "自己写一句"
            Layout.fillWidth: true
        }
    }
}
