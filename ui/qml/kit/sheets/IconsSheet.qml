pragma ComponentBehavior: Bound

import QtQuick
import kit

// Every sign and every mark with its name.
Rectangle {
    id: sheet
    color: Theme.page

    readonly property var names: ["today", "doors", "diary", "issues", "find", "sync", "me", "cover", "review", "coverage", "knock", "phone", "pen", "check", "cross", "plus", "more", "back", "forward", "down", "up", "undo", "lock", "hint", "help", "promise", "history", "people", "household", "wish", "errand", "flag", "campaign", "snow", "at", "camera", "mic", "clock", "battery", "disk", "inbox", "usb", "lan", "offline", "download", "upload", "print", "list", "filter", "backspace", "landmark", "emergency", "handover", "play", "settings", "mark-overdue", "mark-due", "mark-met", "mark-away", "mark-refused", "mark-vacant", "mark-stored", "mark-delivered", "mark-posted", "mark-read", "mark-grade1", "mark-grade2", "mark-grade3", "mark-grade4"]

    Flow {
        anchors.fill: parent
        anchors.margins: Theme.s4
        spacing: Theme.s1

        Repeater {
            model: sheet.names

            Item {
                id: cell
                required property string modelData
                width: 120
                height: 92

                Icon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    name: cell.modelData
                    role: "ink"
                    px: cell.modelData.startsWith("mark-") ? 24 : 48
                }
                MarkLabel {
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: cell.modelData
                }
            }
        }
    }
}
