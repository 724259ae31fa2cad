pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The pane of portrait: what matters most in three lines, the outcomes in one.
BottomSheet {
    id: sheet

    required property DoorPaneModel vm
    readonly property bool isLogged: sheet.vm.loggedText !== ""

    signal others

    open: sheet.vm.dwelling !== ""

    GridLayout {
        id: head

        readonly property bool isLarge: Theme.textScale > 1.25

        columnSpacing: Theme.s4
        rowSpacing: 0
        Layout.fillWidth: true

        FigureLabel {
            // Nothing stands above it here, so it says the building and the unit itself.
            text: sheet.vm.door
            token: sheet.vm.door.length > 6 ? "title" : "figure"
            wrapMode: Text.NoWrap
            Layout.row: 0
            Layout.column: 0
        }
        HeadingLabel {
            text: sheet.vm.name
            wrapMode: Text.NoWrap
            Layout.row: 0
            Layout.column: 1
            Layout.fillWidth: head.isLarge
        }
        Flow {
            spacing: Theme.s2
            Layout.row: head.isLarge ? 1 : 0
            Layout.column: head.isLarge ? 0 : 2
            Layout.columnSpan: head.isLarge ? 4 : 1
            Layout.fillWidth: true

            VisitMark {
                visible: sheet.vm.word !== ""
                standing: sheet.vm.standing
                text: sheet.vm.word
                height: Theme.tagHeight
            }
            Repeater {
                model: sheet.vm.tags

                Tag {
                    required property string modelData
                    text: modelData
                }
            }
        }
        TextLink {
            objectName: "openHousehold"
            visible: sheet.vm.household !== ""
            Layout.row: 0
            Layout.column: 3
            text: "看这户"
            trailing: "forward"
            onClicked: sheet.vm.openHousehold()
        }
    }
    Flow {
        visible: sheet.vm.notes.length > 0
        spacing: Theme.s5
        Layout.fillWidth: true

        Repeater {
            model: sheet.vm.notes.slice(0, 2)

            Row {
                id: note

                required property var modelData

                spacing: Theme.s2

                Icon {
                    name: note.modelData.glyph
                    role: "accent"
                }
                BodyLabel {
                    text: note.modelData.text
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    UndoBar {
        visible: sheet.isLogged
        lead: sheet.vm.loggedStage
        text: sheet.vm.loggedText
        detail: "关机也不会丢"
        Layout.fillWidth: true
        onUndone: sheet.vm.undo()
    }
    GridLayout {
        visible: !sheet.isLogged
        columns: Theme.textScale > 1.25 ? 2 : 4
        columnSpacing: Theme.s2
        rowSpacing: Theme.s2
        Layout.fillWidth: true

        FieldButton {
            objectName: "log-others"
            stacked: true
            glyph: "more"
            text: "别的结果"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: sheet.others()
        }
        FieldButton {
            objectName: "log-met_other"
            stacked: true
            glyph: "people"
            text: "家人代述"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: sheet.vm.log("met_other")
        }
        FieldButton {
            objectName: "log-no_answer"
            stacked: true
            glyph: "mark-away"
            text: "无人"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: sheet.vm.log("no_answer")
        }
        PrimaryButton {
            objectName: "log-met"
            glyph: "check"
            text: "见到"
            Layout.fillWidth: true
            Layout.preferredWidth: 1.6
            onClicked: sheet.vm.log("met")
        }
    }
}
