pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 发起走访行动: what it is for at the left, when and how many at the right; works without a network.
Page {
    id: page

    required property ShellModel shell
    required property CampaignStartModel vm
    readonly property var view: page.vm.view

    function problemOf(field: string): string {
        return page.view.problemField === field ? page.view.problem : "";
    }

    title: "发起走访行动"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: page.vm.back()

    FocusFollower {
        page: page
    }
    TwoColumns {
        visible: page.view.isKnown
        leftWidth: 688
        rightWidth: 440
        leftItems: [
            ChipRow {
                key: "template"
                label: "为了什么"
                chips: page.view.templates
                Layout.fillWidth: true
                onPicked: key => page.vm.chooseTemplate(key)
            },
            Field {
                visible: page.view.isOwn
                label: "名字"
                problem: page.problemOf("title")
                Layout.fillWidth: true

                TextField {
                    objectName: "campaignTitle"
                    text: page.view.title
                    spoken: "名字"
                    limit: 30
                    hasProblem: page.problemOf("title") !== ""
                    Layout.fillWidth: true
                    onTextChanged: if (text !== page.view.title)
                        page.vm.setTitle(text)
                }
            },
            ChipRow {
                key: "whom"
                label: "去看谁"
                several: true
                chips: page.view.whom
                problem: page.problemOf("whom")
                Layout.fillWidth: true
                onPicked: key => page.vm.toggleWhom(key)
            },
            TextLink {
                objectName: "allTags"
                visible: !page.view.showsAll
                glyph: "down"
                text: "更多标签"
                Layout.leftMargin: -Theme.s2
                Layout.topMargin: -Theme.s3
                onClicked: page.vm.showAllTags()
            },
            ChipRow {
                key: "grid"
                label: "在哪个网格"
                several: true
                chips: page.view.grids
                problem: page.problemOf("grids")
                Layout.fillWidth: true
                onPicked: key => page.vm.toggleGrid(key)
            },
            ChipRow {
                key: "place"
                label: "哪几栋"
                note: "不选就是整个网格"
                several: true
                chips: page.view.places
                Layout.fillWidth: true
                onPicked: key => page.vm.togglePlace(key)
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        rightItems: [
            ChipRow {
                key: "from"
                label: "从哪天"
                chips: page.view.fromDays
                Layout.fillWidth: true
                onPicked: key => page.vm.setFrom(key)
            },
            ChipRow {
                key: "for"
                label: "走几天"
                note: page.view.daysText
                chips: page.view.forDays
                Layout.fillWidth: true
                onPicked: key => page.vm.setFor(key)
            },
            Field {
                label: "要问什么"
                note: page.view.asksNote
                Layout.fillWidth: true

                TextArea {
                    objectName: "campaignAsks"
                    text: page.view.asks
                    spoken: "要问什么"
                    token: "body"
                    limit: 220
                    Layout.fillWidth: true
                    onTextChanged: if (text !== page.view.asks)
                        page.vm.setAsks(text)
                }
            },
            Field {
                label: "每户旁边写一句"
                Layout.fillWidth: true

                TextField {
                    objectName: "campaignReason"
                    text: page.view.reason
                    spoken: "每户旁边写一句"
                    limit: 20
                    Layout.fillWidth: true
                    onTextChanged: if (text !== page.view.reason)
                        page.vm.setReason(text)
                }
            },
            Item {
                Layout.fillHeight: true
            },
            HeadingLabel {
                objectName: "campaignCount"
                visible: page.view.countText !== ""
                text: page.view.countText
                Layout.fillWidth: true
            },
            Repeater {
                model: page.view.counts

                RowLayout {
                    id: count

                    required property var modelData

                    Layout.fillWidth: true

                    SmallLabel {
                        text: count.modelData.name
                        Layout.fillWidth: true
                    }
                    SmallLabel {
                        text: count.modelData.count
                        strong: true
                    }
                }
            },
            NoticeLine {
                visible: page.view.problem !== "" && page.view.problemField === ""
                glyph: "mark-due"
                role: "due"
                text: page.view.problem
                Layout.fillWidth: true
            }
        ]
        actions: PrimaryButton {
            objectName: "startNow"
            glyph: "campaign"
            text: page.view.button
            Layout.fillWidth: true
            onClicked: page.vm.start()
        }
    }
}
