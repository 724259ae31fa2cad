pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// One issue: who has it and what comes next, the six slips, the way so far, what to say with a step.
ColumnLayout {
    id: sheet

    required property IssuesModel vm
    readonly property var view: sheet.vm.view

    spacing: Theme.s3

    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true

        HeadingLabel {
            objectName: "issueTitle"
            text: sheet.view.title
            Layout.fillWidth: true
        }
        Tag {
            text: sheet.view.category
            Layout.alignment: Qt.AlignTop
        }
    }
    IssueSlips {
        slips: sheet.vm.slips
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true

        FactRow {
            label: "到哪了"
            text: sheet.view.stateWord
            strongText: true
            detail: sheet.view.holderText
        }
        FactRow {
            visible: sheet.view.nextText !== ""
            label: "下一步"
            text: sheet.view.nextText

            StateMark {
                visible: sheet.view.dueText !== ""
                shape: sheet.view.isLate ? "overdue" : "icon-clock"
                role: sheet.view.isLate ? "late" : "ink2"
                text: sheet.view.dueText
                strong: sheet.view.isLate
            }
        }
        FactRow {
            label: "哪里"
            text: sheet.view.place
            showsDivider: sheet.view.about !== "" || sheet.view.intoText !== ""

            TextLink {
                objectName: "issueHousehold"
                visible: sheet.view.household !== ""
                text: "看这一户"
                trailing: "forward"
                onClicked: sheet.vm.openHousehold()
            }
        }
        FactRow {
            visible: sheet.view.intoText !== ""
            label: "并到"
            text: sheet.view.intoText
            showsDivider: sheet.view.about !== ""

            TextLink {
                text: "看那一件"
                trailing: "forward"
                onClicked: sheet.vm.openInto()
            }
        }
        FactRow {
            visible: sheet.view.about !== ""
            label: "详细"
            text: sheet.view.about
            showsDivider: false
        }
    }
    NoticeLine {
        objectName: "issueLate"
        visible: sheet.view.lateText !== ""
        glyph: "hint"
        role: "due"
        text: sheet.view.lateText
        Layout.fillWidth: true
    }
    SectionHeading {
        title: "经过"
        Layout.fillWidth: true
        Layout.topMargin: Theme.s1
    }
    Card {
        Layout.fillWidth: true

        Repeater {
            id: way
            model: sheet.vm.steps

            IssueStep {
                required property int index

                isLast: index === way.count - 1
                Layout.fillWidth: true
                onTakenBack: key => sheet.vm.takeBack(key)
            }
        }
    }
    PhotoStrip {
        compact: true
        addable: sheet.view.canSay
        vm: sheet.vm.photos as PhotoModel
        Layout.fillWidth: true
    }
    IssueSay {
        visible: sheet.view.canSay
        vm: sheet.vm
        Layout.fillWidth: true
    }
    IssueMerge {
        vm: sheet.vm
    }
}
