pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 我的: who and where at the left with what was done lately; what can be set at the right.
Page {
    id: page

    required property ShellModel shell
    required property MeModel vm

    title: "我的"
    context: page.vm.name
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape

    FocusFollower {
        page: page
    }
    TwoColumns {
        id: columns
        leftWidth: 600
        rightWidth: 528
        leftItems: [
            Card {
                Layout.fillWidth: true

                Repeater {
                    id: factList
                    model: page.vm.facts

                    FactRow {
                        required property int index
                        required label
                        required text
                        required detail

                        labelWidth: 112
                        strongText: index === 0
                        showsDivider: index < factList.count - 1
                        Layout.fillWidth: true
                    }
                }
            },
            SectionHeading {
                title: "刚才做过的"
                hint: actList.count > 0 ? "只列这台平板上的" : ""
                Layout.fillWidth: true
            },
            BodyLabel {
                visible: actList.count === 0
                text: "今天还没有。记下的每一件都会列在这里，能一件件撤销。"
                color: Theme.ink2
                Layout.fillWidth: true
            },
            Card {
                visible: actList.count > 0
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.maximumHeight: actList.contentHeight + 2 * Theme.lineThin
                Layout.preferredHeight: actList.contentHeight + 2 * Theme.lineThin

                ScrollList {
                    id: actList
                    objectName: "acts"
                    focus: true
                    model: page.vm.acts
                    Accessible.name: "刚才做过的"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: TallRow {
                        id: act

                        required property string key
                        required property int index
                        required lead
                        required title
                        required detail

                        width: ListView.view.width
                        interactive: false
                        strongTitle: false
                        leadWidth: 120
                        showsDivider: index < ListView.view.count - 1

                        Button {
                            objectName: "undo-" + act.index
                            compact: true
                            glyph: "undo"
                            text: "撤销"
                            spoken: "撤销：" + act.title
                            onClicked: page.vm.undo(act.key)
                        }
                    }
                }
            },
            SmallLabel {
                objectName: "undone"
                visible: page.vm.undone !== ""
                text: page.vm.undone
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            },
            MeDemo {
                visible: page.shell.isDemo
                shell: page.shell
                Layout.fillWidth: true
            }
        ]
        rightItems: [
            MeLook {
                vm: page.vm
                Layout.fillWidth: true
            },
            Card {
                Layout.fillWidth: true

                ListRow {
                    objectName: "openRoster"
                    glyph: "download"
                    title: "导入花名册"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: page.vm.open("roster")
                }
                ListRow {
                    objectName: "openForms"
                    glyph: "plus"
                    title: "新记楼、门、户"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: page.vm.open("forms")
                }
                ListRow {
                    objectName: "openHandover"
                    glyph: "handover"
                    title: "交接"
                    detail: page.vm.handover
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: page.vm.open("handover")
                }
                ListRow {
                    objectName: "changePin"
                    glyph: "lock"
                    title: "换 PIN"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: pinSheet.open()
                }
                ListRow {
                    objectName: "changeRecovery"
                    glyph: "lock"
                    title: "换恢复码"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: recoverySheet.open()
                }
                ListRow {
                    objectName: "aboutKey"
                    glyph: "hint"
                    title: "恢复码是什么"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: sheets.explainKey()
                }
                ListRow {
                    objectName: "openNote"
                    glyph: "pen"
                    title: "意见反馈"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: sheets.openNote()
                }
                ListRow {
                    objectName: "openUpdate"
                    glyph: "download"
                    title: "更新"
                    showsChevron: true
                    Layout.fillWidth: true
                    onClicked: page.vm.open("update")
                }
                ListRow {
                    objectName: "openAbout"
                    glyph: "list"
                    title: "关于"
                    note: page.vm.version
                    showsChevron: true
                    showsDivider: false
                    Layout.fillWidth: true
                    onClicked: sheets.openAbout()
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
    }
    MePin {
        id: pinSheet
        vm: page.shell.model("pin") as PinChangeModel
    }
    MeRecovery {
        id: recoverySheet
        vm: page.shell.model("recovery") as RecoveryChangeModel
    }
    MeSheets {
        id: sheets
        vm: page.vm
    }
}
