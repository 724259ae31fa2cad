pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What was promised and what was asked for, above what was seen; and who changed what.
ColumnLayout {
    id: past

    required property HouseholdModel vm
    required property HouseholdHistory history

    signal historyAsked
    signal visitsAsked

    spacing: Theme.s4

    SectionHeading {
        visible: promiseList.count > 0
        title: past.vm.promiseHeading === "" ? "答应过的都办了" : past.vm.promiseHeading
        hint: "办了就打钩"
        Layout.fillWidth: true
    }
    Card {
        visible: promiseList.count > 0
        Layout.fillWidth: true

        Repeater {
            id: promiseList
            model: past.vm.promises

            TickRow {
                required property string key
                required property bool isKept
                required property int index
                required title
                required detail

                objectName: "promise-" + key
                strongTitle: true
                chosen: isKept
                showsDivider: index < promiseList.count - 1
                Layout.fillWidth: true
                onClicked: past.vm.keepPromise(key, !isKept)
            }
        }
    }
    SectionHeading {
        visible: issueList.count > 0
        title: "事项"
        Layout.fillWidth: true

        TextLink {
            objectName: "raiseAnother"
            text: "再记一件"
            onClicked: past.vm.openIssue("")
        }
    }
    Card {
        visible: issueList.count > 0
        Layout.fillWidth: true

        Repeater {
            id: issueList
            model: past.vm.issues

            TallRow {
                id: asked

                required property string key
                required property string word
                required property int index
                required title
                required detail

                objectName: "issue-" + asked.key
                showsDivider: asked.index < issueList.count - 1
                Layout.fillWidth: true
                onClicked: past.vm.openIssue(asked.key)

                SmallLabel {
                    text: asked.word
                    color: Theme.ink
                }
            }
        }
    }
    TextLink {
        objectName: "raiseIssue"
        visible: issueList.count === 0
        glyph: "issues"
        text: "记成事项"
        Layout.leftMargin: -Theme.s2
        onClicked: past.vm.openIssue("")
    }
    SectionHeading {
        title: "最近来过"
        Layout.fillWidth: true

        TextLink {
            objectName: "allVisits"
            visible: past.vm.visitLink !== ""
            text: past.vm.visitLink
            trailing: "forward"
            onClicked: {
                past.history.askVisits();
                past.visitsAsked();
            }
        }
    }
    Card {
        Layout.fillWidth: true

        BodyLabel {
            visible: visitList.count === 0
            text: "还没来过。第一次敲门记一下，下次就有数了。"
            color: Theme.ink2
            Layout.margins: Theme.s4
            Layout.fillWidth: true
        }
        Repeater {
            id: visitList
            model: past.vm.visits

            PastVisit {
                required property int index
                objectName: "visit-" + key
                showsDivider: index < visitList.count - 1
                Layout.fillWidth: true
                onClicked: past.vm.openVisit(key)
            }
        }
    }
    Card {
        Layout.fillWidth: true

        ListRow {
            objectName: "mergedBadge"
            visible: past.history.mergedText !== ""
            glyph: "check"
            title: past.history.mergedText
            strongTitle: false
            showsChevron: true
            Layout.fillWidth: true
            onClicked: past.history.openMerged()
        }
        ListRow {
            objectName: "history"
            glyph: "history"
            title: past.vm.verified === "" ? "还没核实过" : past.vm.verified
            strongTitle: false
            showsDivider: false
            spoken: title + "，谁改过什么"
            Layout.fillWidth: true
            onClicked: {
                past.history.askChanges();
                past.historyAsked();
            }

            SmallLabel {
                text: "谁改过什么"
                strong: true
                color: Theme.accent
                Accessible.ignored: true
            }
            Icon {
                name: "forward"
                role: "accent"
                px: Theme.iconSmall
            }
        }
    }
    Item {
        Layout.fillHeight: true
    }
}
