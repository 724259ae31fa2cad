pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import kit
import FieldModels
import "pages"

// The window: the stage that is on, the pages that have been visited, what lies over them.
Window {
    id: window

    required property ShellModel shell
    readonly property bool isOpen: window.shell.stage === "open"

    visible: true
    minimumWidth: 640
    minimumHeight: 560
    title: "网格员工作本"
    color: Theme.page

    Shell {
        id: frame
        anchors.fill: parent
        focus: true
        items: window.shell.rail
        current: window.shell.lit
        isDemo: window.shell.isDemo
        showsPlaces: window.isOpen && !window.shell.isLocked
        onNavigate: key => window.shell.go(key)

        Repeater {
            model: window.shell.pages

            PageSlot {
                required property string key
                required property string file

                shell: window.shell
                pageKey: key
                pageFile: file
            }
        }
        Loader {
            id: stage
            anchors.fill: parent
            active: window.shell.stage !== "open" || window.shell.isLocked
            focus: active
            sourceComponent: window.shell.isLocked ? lockStage : ({
                    wizard: wizardStage,
                    lock: lockStage,
                    halted: haltedStage
                })[window.shell.stage] ?? openingStage
            onLoaded: (item as Item).forceActiveFocus()
        }
        NoticeBar {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            text: window.shell.banner
            onDismissed: window.shell.dismissBanner()
        }
    }

    Component {
        id: lockStage
        LockPage {
            vm: window.shell.model("lock") as LockModel
            person: window.shell.person
        }
    }
    Component {
        id: wizardStage
        WizardPage {
            vm: window.shell.model("wizard") as WizardModel
        }
    }
    Component {
        id: haltedStage
        HaltedPage {
            sentence: window.shell.halted
        }
    }
    Component {
        id: openingStage
        Rectangle {
            color: Theme.page
        }
    }

    CrashDialog {
        report: window.shell.crash
        onDismissed: window.shell.dismissCrash()
    }
    KeySheet {
        id: keySheet
    }

    Instantiator {
        model: 9
        delegate: Shortcut {
            required property int index
            sequences: ["Alt+" + (index + 1), "Ctrl+" + (index + 1)]
            enabled: window.isOpen && !window.shell.isLocked && !frame.isCovered
            onActivated: window.shell.goToNumber(index + 1)
        }
    }
    Shortcut {
        sequences: ["F5"]
        enabled: window.isOpen && !window.shell.isLocked
        onActivated: window.shell.syncNow()
    }
    Shortcut {
        sequences: ["?", "F1"]
        enabled: window.isOpen && !window.shell.isLocked
        onActivated: keySheet.open()
    }
    Shortcut {
        sequences: ["Alt+L", "Ctrl+L"]
        enabled: window.isOpen
        onActivated: window.shell.lock()
    }
    Shortcut {
        sequences: ["Alt+Left"]
        enabled: window.isOpen && !window.shell.isLocked
        onActivated: window.shell.back()
    }
}
