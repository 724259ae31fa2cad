pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 户: how to knock, who lives here and whom one can reach; at the right what was promised and seen.
Page {
    id: page

    required property ShellModel shell
    required property HouseholdModel vm
    readonly property HouseholdHistory history: page.vm.history as HouseholdHistory

    title: page.vm.door
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()
    Keys.onPressed: event => {
        if (event.matches(StandardKey.Undo)) {
            page.vm.undo();
            event.accepted = true;
        }
    }
    topItems: VisitMark {
        visible: page.vm.word !== ""
        standing: page.vm.standing
        text: page.vm.word
    }

    TwoColumns {
        visible: page.vm.isKnown
        leftWidth: 536
        rightWidth: 592
        leftItems: [
            HouseholdHint {
                vm: page.vm
                Layout.fillWidth: true
            },
            SectionHeading {
                title: page.vm.peopleHeading
                Layout.fillWidth: true

                TextLink {
                    objectName: "addPerson"
                    glyph: "plus"
                    text: "添一口人"
                    onClicked: page.vm.addPerson()
                }
                TextLink {
                    objectName: "changeHousehold"
                    text: "改这一户"
                    onClicked: page.vm.change()
                }
            },
            Card {
                visible: peopleList.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: peopleList
                    model: page.vm.people

                    PersonBlock {
                        required property int index

                        showsRule: index > 0
                        Layout.fillWidth: true
                        onEdited: key => page.vm.editPerson(key)
                        onRevealed: (key, field) => page.vm.reveal(key, field)
                    }
                }
            },
            SectionHeading {
                visible: contactList.count > 0
                title: "找得到的人"
                Layout.fillWidth: true
            },
            Card {
                visible: contactList.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: contactList
                    model: page.vm.contacts

                    FactRow {
                        id: contact

                        required property string key
                        required property string title
                        required property string shown
                        required property string number
                        required property string note
                        required property int index

                        label: contact.title
                        text: contact.shown
                        detail: contact.note
                        strongText: true
                        showsDivider: contact.index < contactList.count - 1
                        implicitHeight: Theme.rowTallHeight + Theme.s1

                        Button {
                            visible: contact.number !== ""
                            objectName: "call-" + contact.key
                            compact: true
                            glyph: "phone"
                            text: "打电话"
                            onClicked: page.vm.call(contact.key)
                        }
                    }
                }
            },
            NoticeLine {
                glyph: "emergency"
                text: "紧急：急救 120，报警 110，火警 119"
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        rightItems: HouseholdPast {
            vm: page.vm
            history: page.history
            onHistoryAsked: historySheet.open()
            onVisitsAsked: visitSheet.open()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
        actions: [
            UndoBar {
                objectName: "savedBar"
                visible: page.vm.saved !== ""
                lead: "已存本机"
                text: page.vm.saved
                Layout.fillWidth: true
                onUndone: page.vm.undo()
            },
            RowLayout {
                spacing: Theme.s3
                Layout.fillWidth: true

                FieldButton {
                    objectName: "write"
                    glyph: "pen"
                    text: "记一笔"
                    onClicked: page.vm.write()
                }
                FieldButton {
                    objectName: "phoneVisit"
                    glyph: "phone"
                    text: "电话走访"
                    onClicked: page.vm.phone()
                }
                PrimaryButton {
                    objectName: "knock"
                    glyph: "knock"
                    text: "敲门"
                    Layout.fillWidth: true
                    onClicked: page.vm.knock()
                }
            }
        ]
    }
    HistorySheet {
        id: historySheet
        vm: page.history
    }
    PastPhotos {
        id: pastPhotos
        vm: page.vm
    }
    Connections {
        target: page.vm

        function onVisitOpened() {
            pastPhotos.open();
        }
    }
    VisitSheet {
        id: visitSheet
        vm: page.history
    }
    EditSheet {
        vm: page.vm.editor as HouseholdEditor
    }
    CallSheet {
        vm: page.vm
    }
}
