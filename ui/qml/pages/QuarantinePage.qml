pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 要看一下: grey, not red; beside it what is not broken, and the way back to work.
Page {
    id: page

    required property ShellModel shell
    required property QuarantineModel vm
    readonly property var view: page.vm.view

    title: "要看一下"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: page.shell.back()

    TwoColumns {
        leftWidth: 760
        rightWidth: 368
        leftItems: [
            EmptyState {
                visible: page.view.isEmpty
                title: "没有要看的"
                text: "社区没收下的会排在这里，写清楚为什么、怎么改。"
                Layout.fillWidth: true
            },
            Item {
                visible: page.view.isEmpty
                Layout.fillHeight: true
            },
            SectionHeading {
                visible: !page.view.isEmpty
                title: page.view.heading
                Layout.fillWidth: true
            },
            ScrollPane {
                visible: !page.view.isEmpty
                Layout.fillWidth: true
                Layout.fillHeight: true

                Repeater {
                    model: page.vm.cards

                    QuarantineCard {
                        Layout.fillWidth: true
                        onRetried: key => page.vm.retry(key)
                        onCorrected: key => page.vm.correct(key)
                        onPutAside: key => page.vm.putAside(key)
                        onLetGo: key => page.vm.letGo(key)
                    }
                }
            }
        ]
        rightItems: [
            SectionHeading {
                title: "没出问题的"
                Layout.fillWidth: true
            },
            Card {
                padding: Theme.s4
                spacing: Theme.s3
                Layout.fillWidth: true

                Repeater {
                    model: page.view.fine

                    NoticeLine {
                        required property string modelData
                        glyph: "mark-met"
                        role: "met"
                        text: modelData
                        Layout.fillWidth: true
                    }
                }
            },
            SectionHeading {
                visible: settled.count > 0
                title: "改好收下了的"
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2
            },
            Card {
                visible: settled.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: settled
                    model: page.vm.settled

                    TallRow {
                        id: taken

                        required property string key
                        required property string household
                        required property int index
                        required title
                        required detail

                        objectName: "settled-" + taken.key
                        glyph: "mark-posted"
                        strongTitle: false
                        interactive: taken.household !== ""
                        showsChevron: taken.household !== ""
                        showsDivider: taken.index < settled.count - 1
                        Layout.fillWidth: true
                        onClicked: page.vm.openHousehold(taken.household)
                    }
                }
            },
            SmallLabel {
                text: "弄不明白就先去敲门，这几件事放着不影响记录。"
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: PrimaryButton {
            objectName: "backToWork"
            glyph: "today"
            text: "回今天，接着敲门"
            Layout.fillWidth: true
            onClicked: page.shell.go("today")
        }
    }
    QuarantineDialog {
        vm: page.vm
    }
}
