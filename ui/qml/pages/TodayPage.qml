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

    title: "今天"
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape

    TwoColumns {
        visible: page.vm.isKnown && !page.vm.isEmpty
        leftItems: [
            SectionHeading {
                title: page.vm.heading
                hint: page.vm.hint
                Layout.fillWidth: true
            },
            Card {
                Layout.fillWidth: true
                Layout.fillHeight: true

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
            Repeater {
                model: page.vm.campaigns

                CampaignRow {
                    Layout.fillWidth: true
                }
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
}
