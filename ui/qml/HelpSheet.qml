pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// What the page is for, what one does there, and the keys; opened with ? or the sign at the top.
Dialog {
    id: sheet

    required property var help

    title: sheet.help.title
    mostWidth: 640
    // The arrows scroll from there, before anything was tabbed to.
    onOpened: sheet.contentItem.forceActiveFocus()
    actions: FieldButton {
        objectName: "closeHelp"
        text: "好"
        filled: true
        onClicked: sheet.close()
    }

    HelpWords {
        help: sheet.help
        Layout.fillWidth: true
        Layout.rightMargin: Theme.s4
    }
}
