pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 民情日记: the page comes first; one thought a line, saved as it is written.
Page {
    id: page

    required property ShellModel shell
    required property DiaryModel vm
    readonly property DiaryEditor editor: page.vm.editor as DiaryEditor
    readonly property DiaryOffers offers: page.editor.offers as DiaryOffers
    // In one column the list is one step back from the page.
    property bool opened: true
    readonly property bool covered: columns.single && page.opened

    title: "民情日记"
    showsBack: page.covered
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: page.opened = false

    TwoColumns {
        id: columns
        leftWidth: 272
        rightWidth: 864
        covers: true
        opened: page.opened
        leftItems: [
            ScrollList {
                objectName: "diaryList"
                model: page.vm.entries
                reuseItems: false
                Accessible.name: "写过的日记"
                Layout.fillWidth: true
                Layout.fillHeight: true
                delegate: DiaryEntryRow {
                    width: ListView.view.width
                    chosen: page.vm.chosen
                    onOpened: key => {
                        page.opened = true;
                        page.vm.choose(key);
                    }
                }
            },
            FieldButton {
                objectName: "newEntry"
                glyph: "plus"
                text: "新写一篇"
                Layout.fillWidth: true
                onClicked: {
                    page.opened = true;
                    page.vm.startNew();
                }
            }
        ]
        rightItems: [
            RowLayout {
                spacing: Theme.s2
                Layout.fillWidth: true
                Layout.minimumHeight: Theme.touchMin - Theme.s2

                HeadingLabel {
                    text: page.vm.heading
                }
                SmallLabel {
                    text: page.vm.weather
                    Layout.fillWidth: true
                }
                StateMark {
                    objectName: "entryState"
                    shape: page.vm.shape
                    text: page.vm.word
                }
            },
            ScrollPane {
                id: paper
                spacing: Theme.s3
                Layout.fillWidth: true
                Layout.fillHeight: true

                Card {
                    visible: page.vm.isKnown
                    Layout.fillWidth: true

                    Repeater {
                        id: written
                        model: page.editor.lines

                        DiaryLine {
                            editor: page.editor
                            offers: page.offers
                            isLast: index === written.count - 1
                            Layout.fillWidth: true
                            onHeightChanged: if (isCurrent)
                                paper.show(this)
                            onIsCurrentChanged: if (isCurrent)
                                paper.show(this)
                            onFollowed: household => page.vm.openHousehold(household)
                            onCompared: conflict => page.vm.compare(conflict)
                            onRaised: key => page.vm.raiseIssue(key)
                        }
                    }
                }
                PhotoStrip {
                    // Where there is room, one adds them with the buttons at the foot.
                    addable: page.editor.isMine && Theme.oneColumn
                    vm: page.vm.photos as PhotoModel
                    Layout.fillWidth: true
                }
                DiaryFoot {
                    vm: page.vm
                    editor: page.editor
                    Layout.fillWidth: true
                }
                Repeater {
                    model: page.vm.reviews

                    DiaryReview {
                        Layout.fillWidth: true
                        onReplied: (review, kind) => page.vm.reply(review, kind)
                    }
                }
            }
        ]
        actions: DiaryActions {
            vm: page.vm
            editor: page.editor
            Layout.fillWidth: true
        }
    }
}
