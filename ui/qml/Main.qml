pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import kit
import FieldModels

// The window: the stage that is on, the pages that have been visited, what lies over them.
Window {
    id: window

    required property ShellModel shell
    readonly property bool isOpen: window.shell.stage === "open"

    function askHelp() {
        if (stage.wanted === "open")
            helpSheet.active = true;
        else if (stage.wanted !== "opening")
            stageHelp.active = true;
    }

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
        isLocked: window.isOpen && window.shell.isLocked
        onNavigate: key => window.shell.go(key)

        // Ends above the notice, so that it never covers what is pressed at the foot of a page.
        Item {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: notice.top

            Repeater {
                model: window.shell.pages

                PageSlot {
                    required property string key
                    required property string file

                    shell: window.shell
                    pageKey: key
                    pageFile: file
                    onHelpAsked: window.askHelp()
                }
            }
            Loader {
                id: stage

                // By file and not by type, so that the way to 今天 compiles no wizard.
                readonly property string wanted: window.shell.isLocked ? "lock"
                                                                       : window.shell.stage

                function draw() {
                    const key = stage.wanted;
                    if (key === "lock")
                        stage.setSource(Qt.resolvedUrl("pages/LockPage.qml"), {
                            vm: window.shell.model("lock"),
                            person: window.shell.person
                        });
                    else if (key === "wizard")
                        stage.setSource(Qt.resolvedUrl("pages/WizardPage.qml"), {
                            vm: window.shell.model("wizard")
                        });
                    else if (key === "halted")
                        stage.setSource(Qt.resolvedUrl("pages/HaltedPage.qml"), {
                            sentence: window.shell.halted
                        });
                    else
                        stage.source = "";
                }

                anchors.fill: parent
                visible: !stageHelp.active
                focus: stage.wanted !== "open"
                onWantedChanged: {
                    stageHelp.active = false;
                    stage.draw();
                }
                onLoaded: (item as Item).forceActiveFocus()
                Component.onCompleted: stage.draw()
            }
            IconButton {
                objectName: "help"
                visible: !["open", "opening"].includes(stage.wanted) && !stageHelp.active
                text: "这一页怎么用"
                glyph: "help"
                anchors.top: parent.top
                anchors.right: parent.right
                anchors.margins: Theme.s3
                onClicked: window.askHelp()
            }
            Loader {
                id: stageHelp

                function end() {
                    stageHelp.active = false;
                    (stage.item as Item)?.forceActiveFocus();
                }

                anchors.fill: parent
                active: false
                onLoaded: (item as Item).forceActiveFocus()
                sourceComponent: StageHelp {
                    help: window.shell.help()
                    onClosed: stageHelp.end()
                }
            }
        }
        Loader {
            id: notice
            active: window.shell.banner !== "" && !window.shell.isLocked
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            height: notice.active ? notice.implicitHeight : 0
            sourceComponent: NoticeBar {
                text: window.shell.banner
                onDismissed: window.shell.dismissBanner()
            }
        }
    }

    KeyboardRoom {
        objectName: "keyboardRoom"
        anchors.fill: parent
    }

    // Made when first needed: neither belongs on the way to the first screen.
    Loader {
        active: window.shell.crash !== ""
        onLoaded: (item as CrashDialog).open()
        sourceComponent: CrashDialog {
            report: window.shell.crash
            onDismissed: window.shell.dismissCrash()
        }
    }
    Loader {
        id: helpSheet

        active: false
        onLoaded: (item as HelpSheet).open()
        sourceComponent: HelpSheet {
            help: window.shell.help()
            onClosed: helpSheet.active = false
        }
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
        onActivated: window.askHelp()
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
