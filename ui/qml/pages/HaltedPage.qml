import QtQuick
import QtQuick.Layouts
import kit

// The home cannot be opened: said loudly, and nothing is made in its place.
FocusScope {
    id: page

    required property string sentence

    Accessible.role: Accessible.Pane
    Accessible.name: "打不开"

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s5, 640)
        spacing: Theme.s5

        Icon {
            name: "lock"
            role: "ink2"
            px: Theme.touchMin
        }
        TitleLabel {
            text: "现在打不开"
            Layout.fillWidth: true
        }
        ReadingLabel {
            objectName: "haltedSentence"
            text: page.sentence
            Layout.fillWidth: true
        }
        RowLayout {
            Layout.fillWidth: true

            Item {
                Layout.fillWidth: true
            }
            PrimaryButton {
                objectName: "quit"
                text: "关上"
                focus: true
                onClicked: Qt.quit()
            }
        }
    }
}
