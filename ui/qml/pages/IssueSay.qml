pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What is said with the next step, and the other steps that are possible now.
ColumnLayout {
    id: say

    required property IssuesModel vm
    readonly property var view: say.vm.view

    spacing: Theme.s3

    SectionHeading {
        title: "往下办"
        hint: "没网也能办，有网自动送到"
        Layout.fillWidth: true
        Layout.topMargin: Theme.s1
    }
    HalfTypedLine {
        vm: say.vm.halfTyped as HalfTyped
        Layout.fillWidth: true
    }
    Flow {
        visible: say.view.wantsRating
        spacing: Theme.s2
        Layout.fillWidth: true
        Accessible.role: Accessible.Grouping
        Accessible.name: "评得怎样"

        Repeater {
            id: ratings
            model: say.vm.ratings

            FilterChip {
                required property string key
                required property string word

                objectName: "rating-" + key
                text: word
                ticked: true
                token: "body"
                chosen: key === say.view.rating
                onClicked: say.vm.rate(key)
            }
        }
    }
    TextArea {
        id: note
        objectName: "issueNote"
        spoken: "说一句"
        limit: 1000
        placeholderText: note.activeFocus ? "" : "说一句，可以不写：看到什么，怎么办的，为什么"
        Layout.fillWidth: true
        onTextChanged: say.vm.say(note.text)
    }
    Flow {
        visible: say.view.wantsUnit || say.view.wantsDue
        spacing: Theme.s2
        Layout.fillWidth: true

        TextField {
            id: unit
            objectName: "issueUnit"
            visible: say.view.wantsUnit
            spoken: "哪个单位"
            limit: 60
            placeholderText: "哪个单位，比如供热站"
            onTextChanged: say.vm.nameUnit(unit.text)
        }
        Select {
            objectName: "issueDue"
            visible: say.view.wantsDue
            glyph: "clock"
            spoken: "约在哪天前"
            model: say.vm.dues
            textRole: "word"
            valueRole: "key"
            currentIndex: say.view.due
            implicitHeight: Theme.buttonHeight
            onActivated: index => say.vm.arrange(index)
        }
    }
    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: say.vm.deeds

            Button {
                required property string key
                required property string word

                objectName: "deed-" + key
                text: word
                onClicked: say.vm.take(key)
            }
        }
    }

    Connections {
        target: say.vm

        function onRatingMissed() {
            ratings.itemAt(0)?.forceActiveFocus(Qt.TabFocusReason);
        }
        function onSaid(words: string, named: string) {
            note.text = words;
            unit.text = named;
        }
    }
}
