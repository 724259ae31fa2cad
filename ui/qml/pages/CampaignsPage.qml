pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 走访行动: which campaigns there are, and of the chosen one the doors that are left.
Page {
    id: page

    required property ShellModel shell
    required property CampaignsModel vm
    readonly property var view: page.vm.view
    property bool opened: true

    title: "走访行动"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: columns.single && page.opened && !page.view.isEmpty ? page.opened = false
                                                               : page.vm.back()

    EmptyState {
        visible: page.view.isKnown && page.view.isEmpty
        width: parent.width
        title: "现在没有行动"
        text: "下雪、停电、要挨户问一件事的时候，在这里发起。没网也能发起，两台平板发起同一个会合成一个。"

        Button {
            objectName: "startFirst"
            glyph: "campaign"
            text: "发起走访行动"
            onClicked: page.vm.start()
        }
    }
    TwoColumns {
        id: columns
        visible: page.view.isKnown && !page.view.isEmpty
        leftWidth: 352
        rightWidth: 784
        covers: true
        opened: page.opened
        leftItems: [
            SectionHeading {
                title: page.view.heading
                Layout.fillWidth: true
            },
            ScrollList {
                objectName: "campaignList"
                model: page.vm.list
                reuseItems: false
                Accessible.name: page.view.heading
                Layout.fillWidth: true
                Layout.fillHeight: true
                delegate: TallRow {
                    id: item

                    required property string key
                    required property string sign
                    required property string word
                    required title
                    required detail

                    objectName: "campaign-" + item.key
                    width: ListView.view.width
                    glyph: item.sign
                    selected: item.key === page.view.chosen
                    showsDivider: false
                    onClicked: {
                        page.opened = true;
                        page.vm.choose(item.key);
                    }

                    BodyLabel {
                        visible: item.word !== ""
                        text: item.word
                        strong: true
                    }
                }
            },
            FieldButton {
                objectName: "startAnother"
                glyph: "plus"
                text: "发起走访行动"
                Layout.fillWidth: true
                onClicked: page.vm.start()
            }
        ]
        rightItems: [
            UndoBar {
                objectName: "campaignSaved"
                visible: page.view.saved !== ""
                framed: true
                lead: page.view.saved
                text: page.view.saved === "" ? "" : "，" + page.view.title
                actionText: page.view.savedAction
                Layout.fillWidth: true
                onUndone: page.vm.undo()
            },
            SectionHeading {
                title: page.view.title
                hint: page.view.until
                Layout.fillWidth: true
            },
            Card {
                padding: Theme.s4 + Theme.s1
                spacing: Theme.s2
                Layout.fillWidth: true

                RowLayout {
                    spacing: Theme.s5
                    Layout.fillWidth: true

                    TitleLabel {
                        text: page.view.remainingText
                    }
                    ProgressBar {
                        value: page.view.share
                        text: page.view.countText
                        Layout.fillWidth: true
                    }
                }
                SmallLabel {
                    text: page.view.about
                    Layout.fillWidth: true
                }
                SmallLabel {
                    visible: page.view.asks !== ""
                    text: "要问：" + page.view.asks
                    color: Theme.ink
                    Layout.fillWidth: true
                }
            },
            Card {
                visible: doorList.count > 0
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.preferredHeight: columns.single ? doorList.implicitHeight + 2 : -1

                ScrollList {
                    id: doorList
                    objectName: "campaignDoors"
                    focus: true
                    model: page.vm.doors
                    reuseItems: false
                    Accessible.name: page.view.remainingText
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: TodayRow {
                        width: ListView.view.width
                        nextKey: page.view.nextKey
                        onChosen: key => page.vm.openDoor(key)
                    }
                }
            },
            Item {
                visible: doorList.count === 0 || columns.single
                Layout.fillHeight: true
            }
        ]
        actions: RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true

            FieldButton {
                objectName: "endCampaign"
                visible: page.view.isRunning
                text: "结束这次行动"
                Layout.fillWidth: page.view.nextText === ""
                onClicked: page.vm.end()
            }
            PrimaryButton {
                objectName: "campaignNext"
                visible: page.view.nextText !== ""
                glyph: "knock"
                text: page.view.nextText
                Layout.fillWidth: true
                onClicked: page.vm.openNext()
            }
        }
    }
}
