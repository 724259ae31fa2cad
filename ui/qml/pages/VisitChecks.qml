pragma ComponentBehavior: Bound

import QtQuick
import kit
import FieldModels

// The optional checklist: 好, 有事, 没看; nothing is preselected.
Card {
    id: checks

    required property VisitModel vm

    Repeater {
        id: list
        model: checks.vm.checks

        FactRow {
            id: check

            required property string key
            required property string what
            required property string value
            required property int index

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
