pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 并案: which of the others it is the same as; a tap does it, and the bar takes it back.
Dialog {
    id: sheet

    required property IssuesModel vm
    readonly property bool wanted: sheet.vm.view.isMerging

    title: "并到哪一件"
    mostWidth: 640
    onWantedChanged: sheet.wanted ? sheet.open() : sheet.close()
    onClosed: sheet.vm.endMerging()
    actions: FieldButton {
        objectName: "endMerging"
        text: "不并了"
        onClicked: sheet.close()
    }

    SmallLabel {
        text: "同一件事记了两回，就并成一件。这一件停在这里，经过都留着；往下办看那一件。"
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true

        Repeater {
            model: sheet.vm.others

            IssueListRow {
                named: "into-"
                Layout.fillWidth: true
                onOpened: key => sheet.vm.mergeInto(key)
            }
        }
    }
}
