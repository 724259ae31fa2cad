pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 批阅: queue, page and 批示 side by side, so that reading on needs no other screen.
Page {
    id: page

    required property ShellModel shell
    required property ReviewModel vm
    property bool opened: false
    readonly property bool writing: sheet.writing

    title: "批阅"
    context: page.vm.context
    showsBack: columns.single && page.opened
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    onBack: page.opened = false
    Keys.onPressed: event => {
        if (event.modifiers !== Qt.NoModifier && event.key !== Qt.Key_Return)
            return;
        event.accepted = page.act(event.key, event.modifiers);
    }

    // Inside the field only Ctrl+Enter and Esc act; letters are letters there.
    function act(key: int, modifiers: int): bool {
        if (key === Qt.Key_Return && modifiers === Qt.ControlModifier)
            page.vm.instruct();
        else if (key === Qt.Key_J)
            page.vm.step(1);
        else if (key === Qt.Key_K)
            page.vm.step(-1);
        else if (key === Qt.Key_Space)
            sheet.readOn();
        else if (key === Qt.Key_R)
            page.vm.acknowledge();
        else if (key === Qt.Key_B)
            page.vm.askForMore();
        else if (key === Qt.Key_Z)
            page.vm.toIssue();
        else if (key === Qt.Key_P)
            sheet.beginWriting();
        else
            return false;
        return true;
    }

    EmptyState {
        visible: page.vm.isEmpty
        width: parent.width
        title: "没有要看的日记"
        text: "网格员交上来的日记会排在这里，没网也能看，有网自动收。"
    }
    TwoColumns {
        id: columns
        visible: !page.vm.isEmpty
        leftWidth: 352
        rightWidth: 784
        covers: true
        opened: page.opened
        leftItems: Card {
            Layout.fillWidth: true
            Layout.fillHeight: true

            ScrollList {
                id: list
                objectName: "reviewQueue"
                model: page.vm.queue
                currentIndex: page.vm.chosenIndex
                keyNavigationEnabled: false
                reuseItems: false
                Accessible.name: "要看的日记"
                Layout.fillWidth: true
                Layout.fillHeight: true
                delegate: ReviewQueueRow {
                    width: ListView.view.width
                    chosen: page.vm.chosen
                    onOpened: key => {
                        page.opened = true;
                        page.vm.choose(key);
                    }
                }
            }
        }
        rightItems: ReviewSheet {
            id: sheet
            vm: page.vm
            Layout.fillWidth: true
            Layout.fillHeight: true
            onStopped: page.forceActiveFocus()
        }
        actions: ReviewActions {
            vm: page.vm
            writing: page.writing
            Layout.fillWidth: true
        }
    }
}
