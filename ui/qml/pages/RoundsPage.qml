pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 前几次同步: the rounds at the left, what became of each thing that one brought at the right.
Page {
    id: page

    required property ShellModel shell
    required property RoundsModel vm
    readonly property var view: page.vm.view
    property bool opened: true

    title: "前几次同步"
    showsBack: true
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: columns.single && page.opened && !page.view.isEmpty ? page.opened = false
                                                               : page.shell.back()

    EmptyState {
        visible: page.view.isEmpty
        width: parent.width
        title: "还没同步过。"
        text: "同步一次，每一条送到哪一步、怎么样了，都记在这里。"
    }
    TwoColumns {
        id: columns
        visible: !page.view.isEmpty
        leftWidth: 376
        rightWidth: 752
        covers: true
        opened: page.opened
        leftItems: [
            ScrollList {
                objectName: "roundList"
                model: page.vm.list
                reuseItems: false
                Accessible.name: page.title
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.topMargin: Theme.s2
                delegate: TallRow {
                    id: line

                    required property string key
                    required property string length
                    required glyph
                    required title
                    required detail

                    objectName: "round-" + line.key
                    width: ListView.view.width
                    barred: line.key === page.view.chosen
                    strongTitle: line.barred
                    showsDivider: false
                    onClicked: {
                        page.opened = true;
                        page.vm.choose(line.key);
                    }

                    SmallLabel {
                        text: line.length
                    }
                }
            }
        ]
        rightItems: [
            SectionHeading {
                title: page.view.title
                hint: page.view.hint
                Layout.fillWidth: true
            },
            SmallLabel {
                visible: page.view.nothing !== ""
                text: page.view.nothing
                Layout.fillWidth: true
            },
            Card {
                visible: changes.count > 0
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.maximumHeight: changes.contentHeight + 2 * Theme.lineThin

                ScrollList {
                    id: changes
                    objectName: "roundChanges"
                    model: page.vm.changes
                    reuseItems: false
                    Accessible.name: page.view.title
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: RoundChangeRow {
                        width: ListView.view.width
                        onFollowed: (place, argument) => page.vm.follow(place, argument)
                    }
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
    }
}
