import QtQuick
import QtQuick.Layouts

// What stands on a button: sign, word, key cap, trailing sign; side by side or stacked.
Item {
    id: face

    property string text: ""
    property string glyph: ""
    property string trailing: ""
    property string keyCap: ""
    property string role: "ink"
    property string token: "body"
    property bool strong: true
    property bool stacked: false
    // Outcomes stand at the left with their digit at the right.
    property bool spread: false
    property bool capFirst: false
    property int glyphSize: Theme.iconText
    // A word of four characters breaks in its middle or not at all.
    readonly property string settled: /^[\u4e00-\u9fff]{4}$/.test(face.text)
                                      ? face.text.replace(/^(.)(.)(.)(.)$/, "$1\u2060$2$3\u2060$4")
                                      : face.text
    property int gap: face.stacked ? 0 : Theme.s3

    implicitWidth: grid.implicitWidth
    implicitHeight: grid.implicitHeight

    GridLayout {
        id: grid

        anchors.verticalCenter: parent.verticalCenter
        x: face.spread ? 0 : Math.max(0, (parent.width - width) / 2)
        width: face.spread ? parent.width : Math.min(implicitWidth, parent.width)
        flow: face.stacked ? GridLayout.TopToBottom : GridLayout.LeftToRight
        rows: face.stacked ? 4 : 1
        columns: face.stacked ? 1 : 5
        rowSpacing: face.gap
        columnSpacing: face.gap

        KeyHint {
            visible: face.capFirst && face.keyCap !== ""
            text: face.keyCap
            role: face.role
        }
        Icon {
            visible: face.glyph !== ""
            name: face.glyph
            role: face.role
            // A state mark is solid on a grid of 16 and looks a size larger than an icon.
            px: face.glyph.startsWith("mark-") ? Math.round(face.glyphSize * 0.9) : face.glyphSize
            Layout.preferredWidth: px
            Layout.preferredHeight: px
            Layout.alignment: Qt.AlignCenter
        }
        Label {
            visible: face.text !== ""
            text: face.settled
            token: face.token
            strong: face.strong
            color: Theme.tone(face.role)
            maximumLineCount: 2
            horizontalAlignment: face.stacked ? Text.AlignHCenter : Text.AlignLeft
            Accessible.ignored: true
            Layout.fillWidth: true
            Layout.maximumWidth: face.spread ? Number.POSITIVE_INFINITY : Math.ceil(implicitWidth)
            Layout.alignment: Qt.AlignCenter
        }
        KeyHint {
            visible: !face.capFirst && face.keyCap !== ""
            text: face.keyCap
            role: face.role
        }
        Icon {
            visible: face.trailing !== ""
            name: face.trailing
            role: face.role
            px: face.glyphSize
            Layout.preferredWidth: px
            Layout.preferredHeight: px
        }
    }
}
