pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 装户图: the doors where they stand; one tap chooses, the second logs.
Page {
    id: page

    required property ShellModel shell
    required property DoorsModel vm
    readonly property DoorPaneModel pane: page.vm.pane as DoorPaneModel
    readonly property bool narrow: Theme.portrait

    title: "装户图"
    context: page.vm.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    fullBleed: true
    Keys.onPressed: event => {
        if (event.modifiers === Qt.NoModifier && event.key >= Qt.Key_1 && event.key <= Qt.Key_9) {
            page.pane.logNumber(event.key - Qt.Key_0);
            event.accepted = true;
        } else if (event.key === Qt.Key_Backspace || event.matches(StandardKey.Undo)) {
            page.pane.undo();
            event.accepted = true;
        }
    }

    topItems: DoorChoices {
        visible: !page.narrow
        vm: page.vm
        onAdded: page.shell.open("forms", "new:" + page.pane.dwelling)
    }

    ColumnLayout {
        visible: page.vm.isKnown && page.vm.hasDoors
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.rightMargin: page.narrow ? Theme.s5 : Theme.paneWidth + Theme.s4
        anchors.bottomMargin: page.narrow && sheet.open ? sheet.height : 0
        spacing: Theme.s2

        DoorFilters {
            visible: !page.vm.isVillage
            vm: page.vm
            Layout.fillWidth: true
        }
        DoorChoices {
            visible: page.narrow
            vm: page.vm
            onAdded: page.shell.open("forms", "new:" + page.pane.dwelling)
        }
        Loader {
            id: field
            focus: true
            sourceComponent: page.vm.isVillage ? villageField : buildingField
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.bottomMargin: page.vm.isVillage ? Theme.s5 : 0
        }
        DoorLegend {
            visible: !page.narrow && !page.vm.isVillage
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.s2
        }
    }
    EmptyState {
        visible: page.vm.isKnown && !page.vm.hasDoors
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.rightMargin: Theme.s5
        title: page.vm.hasGrid ? "还没有楼和门" : "手里没有网格"
        text: page.vm.hasGrid ? "同步一次就从社区领来，也可以自己记一栋楼，或者导入花名册。"
                              : "分到网格后同步一次，楼和门就在这里。为什么没有，看“同步”里要知道的事。"

        FieldButton {
            objectName: "doorsSync"
            filled: true
            glyph: "sync"
            text: page.vm.hasGrid ? "去同步" : "看同步里怎么说"
            onClicked: page.shell.go("sync")
        }
        FieldButton {
            objectName: "doorsBuilding"
            visible: page.vm.hasGrid
            glyph: "plus"
            text: "新记一栋楼"
            onClicked: page.shell.open("forms", "building:")
        }
        FieldButton {
            objectName: "doorsRoster"
            visible: page.vm.hasGrid
            glyph: "download"
            text: "导入花名册"
            onClicked: page.shell.open("roster", "")
        }
    }
    DoorPane {
        visible: !page.narrow && page.vm.hasDoors
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        vm: page.pane
        onOthers: drawer.open()
    }
    DoorSheet {
        id: sheet
        open: page.narrow && page.vm.hasDoors && page.pane.dwelling !== ""
        anchors.leftMargin: -Theme.s5
        vm: page.pane
        onOthers: drawer.open()
    }
    OutcomeDrawer {
        id: drawer
        address: page.pane.placeText + " " + page.pane.number
        onChosen: outcome => page.pane.log(outcome)
    }
    Component {
        id: buildingField
        DoorField {
            focus: true
            vm: page.vm
            onOpened: page.pane.openHousehold()
        }
    }
    Component {
        id: villageField
        VillageWalk {
            focus: true
            vm: page.vm
        }
    }
}
