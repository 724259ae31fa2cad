import QtQuick
import QtQuick.Layouts

// Something to know before or after: sign, sentence, reason, what can be pressed.
Card {
    id: banner

    default property alias actions: slot.data
    property string glyph: "hint"
    property string glyphRole: banner.frame === "hint" ? "accent" : "ink2"
    property string title: ""
    property string text: ""

    padding: Theme.s4 + Theme.s1

    RowLayout {
        spacing: Theme.s5
        Layout.fillWidth: true

        Icon {
            visible: banner.glyph !== ""
            name: banner.glyph
            role: banner.glyphRole
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.s1 / 2
        }
        ColumnLayout {
            spacing: Theme.s1
            Layout.fillWidth: true

            Label {
                visible: banner.title !== ""
                text: banner.title
                token: banner.frame === "hint" ? "heading" : "reading"
                strong: true
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            BodyLabel {
                visible: banner.text !== ""
                text: banner.text
                color: Theme.ink2
                Layout.fillWidth: true
            }
            Flow {
                id: slot
                visible: children.length > 0
                spacing: Theme.s2
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2
            }
        }
    }
}
