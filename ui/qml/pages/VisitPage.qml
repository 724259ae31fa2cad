pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 敲门: outcomes, whom one met and one line at the right; what one saw on the way at the left.
Page {
    id: page

    required property ShellModel shell
    required property VisitModel vm

    // With larger letters the left column scrolls, and 撤销 must never scroll away.
    readonly property bool savedBelow: columns.single || Theme.textScale > 1
                                       || page.photos.problem !== ""
    readonly property PhotoModel photos: page.vm.photos as PhotoModel

    title: page.vm.title
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()
    Keys.onPressed: event => {
        if (event.modifiers === Qt.NoModifier && event.key >= Qt.Key_1 && event.key <= Qt.Key_9) {
            page.vm.logNumber(event.key - Qt.Key_0);
            event.accepted = true;
        } else if (event.matches(StandardKey.Undo)) {
            page.vm.undo();
            event.accepted = true;
        }
    }

    TwoColumns {
        id: columns
        rightFirst: true
        leftWidth: 552
        rightWidth: 576
        leftItems: [
            SectionHeading {
                title: "顺便看了"
                hint: "可以不填"
                Layout.fillWidth: true
            },
            VisitChecks {
                vm: page.vm
                Layout.fillWidth: true
            },
            SectionHeading {
                title: "还要做什么"
                hint: "这句话会带过去，不用再写"
                Layout.fillWidth: true
                Layout.topMargin: Theme.s3
            },
            VisitMore {
                vm: page.vm
                Layout.fillWidth: true
            },
            PhotoStrip {
                compact: true
                vm: page.photos
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            },
            VisitSaved {
                visible: !page.savedBelow
                vm: page.vm
                Layout.fillWidth: true
                Layout.minimumHeight: Theme.touchField
            }
        ]
        rightItems: [
            HalfTypedLine {
                vm: page.vm.halfTyped as HalfTyped
                Layout.fillWidth: true
            },
            SectionHeading {
                title: "怎么样"
                hint: "点一下就记好，别的都可以不填"
                Layout.fillWidth: true
            },
            OutcomeGrid {
                objectName: "outcomes"
                focus: true
                current: page.vm.outcome
                Layout.fillWidth: true
                onChosen: outcome => page.vm.log(outcome)
            },
            NoticeLine {
                visible: page.vm.warning !== ""
                glyph: "emergency"
                role: "late"
                token: "body"
                strong: true
                text: page.vm.warning
                Layout.fillWidth: true
            },
            SectionHeading {
                visible: met.count > 0
                title: "见到谁"
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2
            },
            Flow {
                visible: met.count > 0
                spacing: Theme.s2
                Layout.fillWidth: true

                Repeater {
                    id: met
                    model: page.vm.chips

                    FilterChip {
                        required property string key
                        required property string label
                        required property bool isMet

                        objectName: "met-" + key
                        text: label
                        glyph: key === "别人" ? "plus" : ""
                        token: "body"
                        ticked: true
                        checkable: false
                        checked: isMet
                        height: Theme.buttonHeight
                        onClicked: page.vm.toggleMet(key)
                    }
                }
            },
            SectionHeading {
                title: "一句话"
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2
            },
            TextArea {
                id: note
                objectName: "note"
                spoken: "一句话"
                limit: 4000
                placeholderText: "屋里怎么样，说了什么"
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.buttonHeight + Theme.s6
                onTextChanged: page.vm.setNote(note.text)

                Connections {
                    target: page.vm
                    function onStateChanged() {
                        if (note.text !== page.vm.note)
                            note.text = page.vm.note;
                    }
                }
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: [
            VisitSaved {
                visible: page.savedBelow
                vm: page.vm
                Layout.fillWidth: true
            },
            PrimaryButton {
                objectName: "nextDoor"
                text: page.vm.nextText === "" ? "回今天" : page.vm.nextText
                trailing: "forward"
                Layout.fillWidth: true
                onClicked: page.vm.openNext()
            }
        ]
    }
}
