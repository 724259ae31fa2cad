pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 谁改过什么: every field, from what to what, by whom, when, on which device.
Dialog {
    id: sheet

    required property HouseholdHistory vm

    title: "谁改过什么"
    mostWidth: 760
    actions: FieldButton {
        objectName: "closeHistory"
        text: "看完了"
        filled: true
        onClicked: sheet.close()
    }

    BodyLabel {
        visible: list.count === 0
        text: "90 天里没有人改过。"
        Layout.fillWidth: true
    }
    Card {
        visible: list.count > 0
        Layout.fillWidth: true

        ScrollList {
            id: list
            objectName: "historyList"
            model: sheet.vm.changes
            mostHeight: 440
            Layout.fillWidth: true
            Layout.preferredHeight: implicitHeight
            delegate: TallRow {
                required property string key
                required property string what
                required property string who

                width: ListView.view.width
                title: what
                strongTitle: false
                detail: who
                interactive: false
            }
        }
    }
}
