pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The first run: where and with which code, the PIN, the recovery key, the first sync.
FocusScope {
    id: page

    required property WizardModel vm
    readonly property var order: ["where", "pin", "key", "sync"]
    readonly property string stage: ({
            again: "pin",
            enrolling: "pin",
            confirm: "key"
        })[page.vm.step] ?? page.vm.step
    readonly property int at: page.order.indexOf(page.stage)

    Accessible.role: Accessible.Pane
    Accessible.name: "第一次打开"

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    ScrollPane {
        id: left
        x: Theme.s5
        width: Theme.oneColumn ? 0 : Math.min(440, parent.width * 0.4)
        visible: !Theme.oneColumn
        height: parent.height
        padding: Theme.s5
        spacing: Theme.s5

        EmptyState {
            title: "第一次打开"
            text: "登记一次，以后没网也能用。大约三分钟。"
            steps: [{
                    title: "找到社区",
                    detail: "地址和登记码，登记单上都有",
                    done: page.at > 0
                }, {
                    title: "定一个 PIN",
                    detail: "六位数字，每次打开都用它",
                    done: page.at > 1
                }, {
                    title: "收好恢复码",
                    detail: "忘了 PIN 只有它能打开",
                    done: page.at > 2
                }, {
                    title: "领网格",
                    detail: "文字先到，走开也能用",
                    done: false
                }]
            Layout.fillWidth: true
            Layout.topMargin: Theme.s6
        }
        DrawnBuilding {
            floors: 3
            doors: 4
            litFloor: 1
            litDoor: 1
            Layout.fillWidth: true
            Layout.topMargin: Theme.s4
        }
    }
    ScrollPane {
        id: right
        anchors.left: left.visible ? left.right : parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        padding: Theme.s5

        Loader {
            focus: true
            sourceComponent: ({
                    where: whereStep,
                    pin: pinStep,
                    again: pinStep,
                    enrolling: waitStep,
                    key: keyStep,
                    confirm: confirmStep,
                    sync: syncStep
                })[page.vm.step] ?? null
            Layout.fillWidth: true
            Layout.topMargin: Theme.oneColumn ? Theme.s4 : Theme.s6
            Layout.maximumWidth: 640
            onLoaded: (item as Item).forceActiveFocus()
        }
    }

    Component {
        id: whereStep
        WizardWhere {
            vm: page.vm
        }
    }
    Component {
        id: pinStep
        WizardPin {
            vm: page.vm
        }
    }
    Component {
        id: waitStep
        EmptyState {
            large: false
            title: "正在登记"
            text: "和社区说好，再把记录本锁好。几秒钟就行。"
        }
    }
    Component {
        id: keyStep
        WizardKey {
            vm: page.vm
        }
    }
    Component {
        id: confirmStep
        WizardConfirm {
            vm: page.vm
        }
    }
    Component {
        id: syncStep
        WizardSync {
            vm: page.vm
        }
    }
}
