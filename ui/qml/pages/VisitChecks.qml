pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The optional checklist: 好, 有事, 没看; nothing is preselected. Where room is short it scrolls by
// itself, so that what was saved, and its way back, stay in sight below it.
Card {
    id: checks

    required property VisitModel vm
    readonly property real whole: list.contentHeight + 2 * Theme.lineThin

    Layout.fillHeight: !Theme.oneColumn
    Layout.preferredHeight: checks.whole
    Layout.maximumHeight: checks.whole

    ScrollList {
        id: list
        objectName: "visitChecks"
        model: checks.vm.checks
        reuseItems: false
        keyNavigationEnabled: false
        Accessible.name: "顺便看了"
        Layout.fillWidth: true
        Layout.fillHeight: true
        delegate: FactRow {
            id: check

            required property string key
            required property string what
            required property string value
            required property int index

            width: ListView.view.width
            text: check.what
            showsDivider: check.index < list.count - 1

            ThreeWay {
                objectName: "check-" + check.key
                spoken: check.text
                value: check.value
                onChosen: value => checks.vm.check(check.key, value)
            }
        }
    }
}
