pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 今天: whom to see and why at the left; what is open, and where to go next, at the right.
Page {
    id: page

    required property ShellModel shell
    required property TodayModel vm
    readonly property AwayModel away: page.vm.away as AwayModel

    title: "今天"
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    topItems: GridChooser {
        vm: page.vm.grid as GridChoiceModel
    }

    TwoColumns {
        id: columns
        visible: page.vm.isKnown && !page.vm.isFresh
        leftItems: [
            SectionHeading {
                title: page.vm.heading
                hint: page.vm.isEmpty ? "" : page.vm.hint
                Layout.fillWidth: true
            },
            BodyLabel {
                visible: page.vm.isEmpty
                text: "想转转，去装户图看看好久没见的几户。"
                color: Theme.ink2
                Layout.fillWidth: true
            },
            Button {
                objectName: "openDoors"
                visible: page.vm.isEmpty
                glyph: "doors"
                text: "看装户图"
                onClicked: page.vm.openDoors()
            },
            Item {
                visible: page.vm.isEmpty
                Layout.fillHeight: true
            },
            Card {
                visible: !page.vm.isEmpty
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.preferredHeight: columns.single ? list.implicitHeight + 2 : -1

                ScrollList {
                    id: list
                    objectName: "todayList"
                    focus: true
                    model: page.vm.lines
                    Accessible.name: page.vm.heading
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: TodayRow {
                        width: ListView.view.width
                        nextKey: page.vm.nextKey
                        onChosen: key => page.vm.openDoor(key)
                    }
                }
            }
        ]
        rightItems: [
            Card {
                visible: page.away.sentence !== ""
                Layout.fillWidth: true

                TallRow {
                    objectName: "awayLine"
                    glyph: "hint"
                    title: page.away.sentence
                    detail: page.away.advice
                    strongTitle: false
                    showsChevron: true
                    showsDivider: false
                    Layout.fillWidth: true
                    onClicked: page.shell.go("sync")
                }
            },
            SectionHeading {
                visible: openList.count > 0
                title: page.vm.openHeading
                hint: "打了钩就不再提"
                Layout.fillWidth: true
            },
            Card {
                visible: openList.count > 0
                Layout.fillWidth: true
                Layout.minimumHeight: Theme.rowTallHeight
                Layout.maximumHeight: openList.contentHeight + 2 * Theme.lineThin
                Layout.preferredHeight: openList.contentHeight + 2 * Theme.lineThin

                ScrollList {
                    id: openList
                    objectName: "openLines"
                    model: page.vm.openLines
                    Accessible.name: page.vm.openHeading
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: TickRow {
                        required property string key
                        required property bool isTicked
                        required property int index
                        required title
                        required detail

                        objectName: "tick-" + key
                        width: ListView.view.width
                        chosen: isTicked
                        showsDivider: index < ListView.view.count - 1
                        onClicked: page.vm.tick(key, !isTicked)
                    }
                }
            },
            Repeater {
                model: page.vm.reviews

                ReviewNote {
                    Layout.fillWidth: true
                    onChosen: key => page.vm.openReview(key)
                }
            },
            Card {
                visible: issueList.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: issueList
                    model: page.vm.issues

                    TallRow {
                        id: asked

                        required property string key
                        required property string word
                        required property string shape
                        required property string role
                        required property int index
                        required title
                        required detail

                        objectName: "issue-" + asked.key
                        glyph: "issues"
                        strongTitle: asked.key !== ""
                        showsDivider: asked.index < issueList.count - 1
                        Layout.fillWidth: true
                        onClicked: page.vm.openIssue(asked.key)

                        StateMark {
                            visible: asked.word !== ""
                            shape: asked.shape
                            role: asked.role
                            text: asked.word
                        }
                    }
                }
            },
            Repeater {
                model: page.vm.campaigns

                CampaignRow {
                    Layout.fillWidth: true
                    onChosen: key => page.vm.openCampaign(key)
                }
            },
            TextLink {
                objectName: "startCampaign"
                glyph: "campaign"
                text: page.shell.role === "secretary" ? "发起走访行动" : "发起应急走访"
                Layout.leftMargin: -Theme.s2
                onClicked: page.vm.startCampaign()
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true

            FieldButton {
                objectName: "write"
                glyph: "pen"
                text: "记一笔"
                Layout.fillWidth: page.vm.nextText === ""
                onClicked: page.vm.write()
            }
            PrimaryButton {
                objectName: "goNext"
                visible: page.vm.nextText !== ""
                glyph: "knock"
                text: page.vm.nextText
                Layout.fillWidth: true
                onClicked: page.vm.openNext()
            }
        }
    }
    FirstGrid {
        visible: page.vm.isKnown && page.vm.isFresh
        anchors.fill: parent
        steps: page.vm.firstSteps
        words: page.vm.freshWords
        isSyncing: page.shell.isSyncing
        onFetched: page.shell.syncNow()
    }
}
