pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Every visit of a household.
Dialog {
    id: sheet

    required property HouseholdHistory vm

    title: "来过的每一次"
    mostWidth: 760
    actions: FieldButton {
        objectName: "closeVisits"
        text: "看完了"
        filled: true
        onClicked: sheet.close()
    }

    Card {
        Layout.fillWidth: true

        ScrollList {
            objectName: "allVisitList"
            model: sheet.vm.visits
            mostHeight: 480
            Layout.fillWidth: true
            Layout.preferredHeight: implicitHeight
            delegate: PastVisit {
                width: ListView.view.width
                interactive: false
            }
        }
    }
}
