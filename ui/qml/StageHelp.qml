import QtQuick
import QtQuick.Layouts
import kit

// Help before the pages: over the lock, where no sheet opens, the first steps, and what is halted.
FocusScope {
    id: stage

    required property var help

    signal closed

    Accessible.role: Accessible.Pane
    Accessible.name: stage.help.title
    Keys.onEscapePressed: stage.closed()
    Keys.onUpPressed: pane.scroll(-1)
    Keys.onDownPressed: pane.scroll(1)

    ScrollPane {
        id: pane
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s5, 560)
        height: Math.min(pane.implicitHeight, parent.height - 2 * Theme.s5)
        spacing: Theme.s4

        TitleLabel {
            text: stage.help.title
            Layout.fillWidth: true
        }
        HelpWords {
            help: stage.help
            Layout.fillWidth: true
        }
        PrimaryButton {
            objectName: "closeHelp"
            text: "好"
            focus: true
            Layout.fillWidth: true
            Layout.topMargin: Theme.s3
            onClicked: stage.closed()
        }
    }
}
