pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The page that is read, what was written under it, and the field for the 批示.
ColumnLayout {
    id: sheet

    required property ReviewModel vm
    readonly property ReviewFor whom: sheet.vm.whom as ReviewFor
    readonly property bool writing: area.activeFocus || others.activeFocus

    signal stopped

    spacing: Theme.s3

    // Space: down the page, and at its end to the next one.
    function readOn() {
        const most = paper.contentHeight - paper.height;
        if (paper.contentY < most - 1)
            paper.contentY = Math.min(most, paper.contentY + paper.height * 0.8);
        else
            sheet.vm.step(1);
    }
    // The scope remembers its focus, so the field has to give it up.
    function stopWriting() {
        area.focus = false;
        others.focus = false;
        sheet.stopped();
    }
    // Ctrl+Enter, in either field.
    function finish(event: KeyEvent) {
        if (event.modifiers !== Qt.ControlModifier
                || (event.key !== Qt.Key_Return && event.key !== Qt.Key_Enter))
            return;
        event.accepted = true;
        sheet.vm.instruct();
        sheet.stopWriting();
    }
    function beginWriting() {
        area.forceActiveFocus(Qt.ShortcutFocusReason);
        area.cursorPosition = area.length;
    }

    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.touchMin - Theme.s2

        HeadingLabel {
            objectName: "reviewTitle"
            text: sheet.vm.title
        }
        SmallLabel {
            text: sheet.vm.when
            Layout.fillWidth: true
        }
        StateMark {
            visible: sheet.vm.word !== ""
            shape: sheet.vm.shape
            role: sheet.vm.role
            text: sheet.vm.word
            strong: true
        }
    }
    ScrollPane {
        id: paper

        property string shownFor: ""

        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.fillHeight: true

        Card {
            Layout.fillWidth: true

            Repeater {
                id: written
                model: sheet.vm.lines

                ReviewLine {
                    isLast: index === written.count - 1
                    Layout.fillWidth: true
                    onFollowed: household => sheet.vm.openHousehold(household)
                    onUnsealed: key => sheet.vm.openLine(key)
                }
            }
        }
        PhotoStrip {
            addable: false
            vm: sheet.vm.photos as PhotoModel
            enabled: !sheet.vm.isHidden
            opacity: sheet.vm.isHidden ? 0 : 1
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.s2
            Layout.fillWidth: true

            Repeater {
                model: sheet.vm.tags

                Tag {
                    required property string modelData
                    text: modelData
                }
            }
            SmallLabel {
                text: sheet.vm.known
                horizontalAlignment: Text.AlignRight
                Layout.fillWidth: true
            }
        }
        Repeater {
            model: sheet.vm.cards

            DiaryReview {
                canAnswer: false
                Layout.fillWidth: true
            }
        }
        SmallLabel {
            text: "写批示"
            strong: true
            Layout.topMargin: Theme.s2
        }
        HalfTypedLine {
            vm: sheet.vm.halfTyped as HalfTyped
            Layout.fillWidth: true
        }
        TextArea {
            id: area
            objectName: "reviewText"
            spoken: "写批示"
            limit: 500
            placeholderText: area.activeFocus ? "" : "写给" + sheet.whom.named + "：怎么办，找谁"
            Layout.fillWidth: true
            onTextChanged: sheet.vm.write(area.text)
            Keys.onEscapePressed: sheet.stopWriting()
            Keys.onPressed: event => sheet.finish(event)
        }
        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            Select {
                id: whoever
                objectName: "reviewFor"
                glyph: "people"
                spoken: "给谁办"
                model: sheet.whom.choices
                textRole: "text"
                valueRole: "key"
                currentIndex: sheet.whom.index
                onActivated: index => {
                    sheet.whom.choose(sheet.whom.choices[index].key);
                    if (sheet.whom.isWords)
                        others.forceActiveFocus(Qt.OtherFocusReason);
                }
            }
            TextField {
                id: others
                objectName: "reviewForWords"
                visible: sheet.whom.isWords
                spoken: "给谁"
                limit: 40
                placeholderText: "比如 供热站"
                height: whoever.height
                token: "small"
                onActiveFocusChanged: if (others.activeFocus)
                    paper.show(others)
                onTextChanged: sheet.whom.write(others.text)
                onAccepted: sheet.beginWriting()
                Keys.onPressed: event => sheet.finish(event)
                Keys.onEscapePressed: sheet.stopWriting()
            }
            Select {
                objectName: "reviewDue"
                glyph: "clock"
                spoken: "什么时候以前办好"
                model: sheet.vm.dues
                textRole: "text"
                valueRole: "key"
                currentIndex: sheet.vm.due
                onActivated: index => sheet.vm.setDue(index)
            }
            TextLink {
                objectName: "reviewToIssue"
                glyph: "issues"
                text: "记成事项"
                onClicked: sheet.vm.toIssue()
            }
        }
        SmallLabel {
            text: "没网也能批，有网自动送到"
            Layout.fillWidth: true
        }
    }

    Connections {
        target: sheet.whom

        function onStateChanged() {
            if (!sheet.whom.isWords)
                others.clear();
            else if (others.text !== sheet.whom.written)
                others.text = sheet.whom.written;
        }
    }
    Connections {
        target: sheet.vm

        function onWritten(words: string) {
            area.text = words;
        }
        function onStateChanged() {
            if (sheet.vm.chosen !== paper.shownFor) {
                paper.shownFor = sheet.vm.chosen;
                paper.contentY = 0;
            }
        }
    }
}
