import QtQuick
import QtQuick.Layouts

// A row of a list, the whole of it the target: lead column, name, reason, what stands at the right.
Touchable {
    id: row

    default property alias trailingItems: trailing.data
    property string lead: ""
    property int leadWidth: 104
    property string glyph: ""
    property string glyphRole: "ink2"
    property string title: ""
    property string detail: ""
    property string note: ""
    property bool strongTitle: true
    property bool selected: false
    // The bar alone: the row the main action is about.
    property bool barred: false
    property bool showsChevron: false
    property bool showsDivider: true
    property bool interactive: true

    ringInside: true
    focusPolicy: row.interactive ? Qt.StrongFocus : Qt.NoFocus
    implicitHeight: Math.max(Theme.rowHeight, row.implicitContentHeight + Theme.s3)
    leftPadding: Theme.s4 + Theme.lineMark
    rightPadding: Theme.s4 + Theme.lineMark
    spoken: [row.lead, row.title, row.detail, row.note].filter(part => part !== "").join("，")
    Accessible.role: Accessible.ListItem
    Accessible.selectable: true
    Accessible.selected: row.selected
    background: Rectangle {
        color: row.down && row.interactive ? Theme.sunken
                                           : row.selected ? Theme.accentTint : "transparent"
        border.width: row.selected && Theme.highContrast ? Theme.lineTouch : 0
        border.color: Theme.accent

        Rectangle {
            visible: row.selected || row.barred
            width: Theme.lineMark
            height: parent.height
            color: Theme.accent
        }
        Divider {
            visible: row.showsDivider
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
    contentItem: RowLayout {
        spacing: Theme.s3

        HeadingLabel {
            visible: row.lead !== ""
            text: row.lead
            Accessible.ignored: true
            Layout.preferredWidth: Math.max(row.leadWidth * Theme.textScale - Theme.s3,
                                             implicitWidth)
            Layout.alignment: Qt.AlignVCenter
        }
        Icon {
            visible: row.glyph !== ""
            name: row.glyph
            role: row.glyphRole
            Layout.alignment: Qt.AlignVCenter
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter

            RowLayout {
                spacing: Theme.s3
                Layout.fillWidth: true

                BodyLabel {
                    text: row.title
                    strong: row.strongTitle
                    Accessible.ignored: true
                    Layout.fillWidth: row.note === ""
                }
                BodyLabel {
                    visible: row.note !== ""
                    text: row.note
                    color: Theme.ink2
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
            }
            SmallLabel {
                visible: row.detail !== ""
                text: row.detail
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
        RowLayout {
            id: trailing
            visible: children.length > 0
            spacing: Theme.s4
            Layout.alignment: Qt.AlignVCenter
        }
        Icon {
            visible: row.showsChevron
            name: "forward"
            px: Theme.iconSmall
            Layout.alignment: Qt.AlignVCenter
        }
    }
}
