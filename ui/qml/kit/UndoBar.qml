import QtQuick
import QtQuick.Layouts

// What has just been saved, with the way back, for as long as the screen is open.
Item {
    id: bar

    property string text: ""
    // The first, bold words of the sentence: 已存本机.
    property string lead: ""
    property string detail: ""
    property string shape: "stored"
    property string role: "ink2"
    property string actionText: "撤销"
    property bool framed: false
    // Beside large letters in a narrow pane the way back goes below, or a line would hold one.
    readonly property bool narrow: !bar.framed && bar.width - way.implicitWidth - 3 * Theme.s3
                                   - Theme.mark < 6 * Theme.letters.body.px

    signal undone

    implicitHeight: Math.max(Theme.touchField, row.implicitHeight) + (bar.framed ? Theme.s2 : 0)
    implicitWidth: row.implicitWidth + (bar.framed ? 2 * Theme.s4 : 0)
    Accessible.role: Accessible.Grouping
    Accessible.name: bar.lead + bar.text

    Rectangle {
        anchors.fill: parent
        visible: bar.framed
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.lineTouch
        border.color: Theme.accent
    }
    GridLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: bar.framed ? Theme.s4 + Theme.s1 : 0
        anchors.rightMargin: bar.framed ? Theme.s3 : 0
        columns: bar.narrow ? 2 : 3
        columnSpacing: Theme.s3
        rowSpacing: Theme.s2

        Icon {
            name: "mark-" + bar.shape
            role: bar.role
            Layout.alignment: Qt.AlignVCenter
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter

            SpanLabel {
                spans: [
                    {
                        text: bar.lead,
                        strong: true
                    },
                    {
                        text: bar.text
                    }
                ]
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: bar.detail !== ""
                text: bar.detail
                Layout.fillWidth: true
            }
        }
        FieldButton {
            id: way
            visible: bar.actionText !== "" && !bar.framed
            glyph: "undo"
            text: bar.actionText
            Layout.columnSpan: bar.narrow ? 2 : 1
            Layout.fillWidth: bar.narrow
            onClicked: bar.undone()
        }
        Button {
            visible: bar.actionText !== "" && bar.framed
            glyph: "undo"
            text: bar.actionText
            onClicked: bar.undone()
        }
    }
}
