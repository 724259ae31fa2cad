pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The grid by hand: what to note down is chosen, or one form is filled in.
Page {
    id: page

    required property ShellModel shell
    required property FormsModel vm
    readonly property FormMenu menu: page.vm.menu as FormMenu
    readonly property BuildingDrawing drawing: page.vm.drawing as BuildingDrawing

    title: page.vm.title
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()
    Keys.onPressed: event => {
        if (event.matches(StandardKey.Save) || event.modifiers & Qt.ControlModifier
                && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)) {
            page.vm.save();
            event.accepted = true;
        }
    }

    FocusFollower {
        page: page
    }
    TwoColumns {
        id: menuColumns
        visible: page.vm.isKnown && page.vm.isMenu
        leftWidth: 600
        rightWidth: 528
        leftItems: [
            FormWays {
                focus: page.vm.isMenu
                ways: page.menu.ways
                spoken: page.vm.title
                Layout.fillWidth: true
                onChosen: key => page.menu.choose(key)
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        rightItems: [
            SectionHeading {
                visible: page.menu.besideTitle !== ""
                title: page.menu.besideTitle
                Layout.fillWidth: true
            },
            FormWays {
                visible: page.menu.besideTitle !== ""
                ways: page.menu.beside
                spoken: page.menu.besideTitle
                Layout.fillWidth: true
                onChosen: key => page.menu.choose(key)
            },
            Item {
                Layout.fillHeight: true
            }
        ]
    }
    TwoColumns {
        id: columns
        visible: page.vm.isKnown && !page.vm.isMenu
        leftWidth: 600
        rightWidth: 528
        leftItems: [
            ScrollPane {
                id: paper
                objectName: "form"
                spacing: Theme.s4
                // Room for the ring around a field that the keyboard reached.
                padding: Theme.s1
                Layout.fillWidth: true
                Layout.fillHeight: !columns.single
                Layout.preferredHeight: columns.single ? contentHeight : -1

                HalfTypedLine {
                    vm: page.vm.halfTyped as HalfTyped
                    Layout.fillWidth: true
                    Layout.rightMargin: Theme.s3
                }
                Repeater {
                    model: page.vm.fields

                    FormRow {
                        id: row

                        required label
                        required note
                        required problem

                        Layout.fillWidth: true
                        Layout.rightMargin: Theme.s3
                        onWritten: text => page.vm.write(row.key, text)
                        onPicked: choice => page.vm.pick(row.key, choice)
                        onProblemChanged: if (row.problem !== "")
                            paper.show(row)
                    }
                }
                Button {
                    objectName: "revealTags"
                    visible: page.vm.canReveal
                    glyph: "lock"
                    text: "点开看须保密的"
                    spoken: "点开看须保密的标签，会记下来"
                    onClicked: page.vm.reveal()
                }
                Item {
                    Layout.preferredHeight: Theme.s2
                }
            }
        ]
        rightItems: [
            NoticeLine {
                visible: page.vm.hint !== ""
                glyph: "hint"
                text: page.vm.hint
                Layout.fillWidth: true
            },
            FormDrawing {
                visible: page.drawing.text !== ""
                vm: page.drawing
                Layout.fillWidth: true
                Layout.fillHeight: true
            },
            NoticeLine {
                objectName: "problem"
                visible: page.vm.problem !== ""
                glyph: "mark-due"
                role: "due"
                text: page.vm.problem
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            }
        ]
        actions: [
            UndoBar {
                objectName: "savedBar"
                visible: page.vm.saved !== ""
                lead: "已存："
                text: page.vm.saved
                Layout.fillWidth: true
                onUndone: page.vm.undo()
            },
            RowLayout {
                spacing: Theme.s3
                Layout.fillWidth: true

                FieldButton {
                    objectName: "formNext"
                    visible: page.vm.nextText !== ""
                    text: page.vm.nextText
                    trailing: "forward"
                    onClicked: page.vm.goNext()
                }
                FieldButton {
                    objectName: "formBack"
                    visible: page.vm.saved !== "" && page.vm.nextText === ""
                    glyph: "back"
                    text: "回去"
                    onClicked: page.vm.back()
                }
                PrimaryButton {
                    objectName: "formSave"
                    visible: page.vm.button !== ""
                    glyph: "check"
                    text: page.vm.button
                    Layout.fillWidth: true
                    onClicked: page.vm.save()
                }
            }
        ]
    }
}
