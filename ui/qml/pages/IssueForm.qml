pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 点单: which kind and what it is about; the rest may stay empty.
ColumnLayout {
    id: form

    required property NewIssue vm
    readonly property var view: form.vm.view

    spacing: Theme.s4

    SectionHeading {
        title: "记一件事"
        hint: "写哪一类、什么事就够了"
        Layout.fillWidth: true
    }
    HalfTypedLine {
        vm: form.vm.halfTyped as HalfTyped
        Layout.fillWidth: true
    }
    Card {
        visible: form.view.place !== ""
        frame: "hint"
        Layout.fillWidth: true

        FactRow {
            label: "哪一户"
            text: form.view.place
            detail: form.view.visit !== "" || form.view.line !== "" ? "这句话带过来了，不用再写" : ""
            showsDivider: false

            TextLink {
                objectName: "leaveHousehold"
                text: "不是这户的"
                onClicked: form.vm.leaveHousehold()
            }
        }
    }
    Field {
        label: "哪一类"
        problem: form.view.missing === "category" ? form.view.problem : ""
        Layout.fillWidth: true

        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            Repeater {
                model: form.vm.categories

                FilterChip {
                    required property string key
                    required property string word

                    objectName: "category-" + key
                    text: word
                    ticked: true
                    token: "body"
                    chosen: key === form.view.category
                    onClicked: form.vm.sort(key)
                }
            }
        }
    }
    Field {
        label: "什么事"
        problem: form.view.missing === "title" ? form.view.problem : ""
        Layout.fillWidth: true

        TextField {
            id: title
            objectName: "issueName"
            spoken: "什么事"
            limit: 200
            placeholderText: "一句话，比如三单元暖气不热"
            Layout.fillWidth: true
            onTextChanged: form.vm.name(title.text)
        }
    }
    Field {
        label: "详细，可以不写"
        Layout.fillWidth: true

        TextArea {
            id: details
            objectName: "issueDetails"
            spoken: "详细"
            limit: 4000
            Layout.fillWidth: true
            onTextChanged: form.vm.describe(details.text)
        }
    }
    Field {
        label: "替谁提的，可以不写"
        note: form.view.place === "" ? "是哪一户的事，从那一户里记，门号会带上。" : ""
        Layout.fillWidth: true

        TextField {
            id: whom
            objectName: "issueWhom"
            spoken: "替谁提的"
            limit: 60
            Layout.fillWidth: true
            onTextChanged: form.vm.speakFor(whom.text)
        }
    }

    Connections {
        target: form.vm

        function onWritten(name: string, words: string, asker: string) {
            title.text = name;
            details.text = words;
            whom.text = asker;
        }
    }
}
