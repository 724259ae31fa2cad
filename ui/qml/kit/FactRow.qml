import QtQuick
import QtQuick.Layouts

// One fact of a card: what it is at the left, what is known, what can be done at the right.
Item {
    id: fact

    default property alias content: rest.data
    property string label: ""
    property string text: ""
    property string detail: ""
    property bool strongText: false
    property int labelWidth: 88
    property bool showsDivider: true

    implicitHeight: Math.max(Theme.rowHeight, row.implicitHeight + Theme.s3)
    implicitWidth: row.implicitWidth + 2 * Theme.s4
    Layout.fillWidth: true
    Accessible.role: Accessible.Grouping
    Accessible.name: [fact.label, fact.text, fact.detail].filter(part => part !== "").join("，")

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.s4 + Theme.lineMark
        anchors.rightMargin: Theme.s4 + Theme.lineMark
        spacing: Theme.s2

        SmallLabel {
            visible: fact.label !== ""
            text: fact.label
            Layout.preferredWidth: Math.max(fact.labelWidth * Theme.textScale - Theme.s2,
                                             implicitWidth)
            Layout.alignment: Qt.AlignVCenter
        }
        ColumnLayout {
            visible: fact.text !== ""
            spacing: 0
            Layout.fillWidth: true

            BodyLabel {
                text: fact.text
                strong: fact.strongText
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: fact.detail !== ""
                text: fact.detail
                Layout.fillWidth: true
            }
        }
        RowLayout {
            id: rest
            visible: children.length > 0
            spacing: Theme.s2
            Layout.fillWidth: fact.text === ""
            Layout.alignment: Qt.AlignVCenter
        }
    }
    Divider {
        visible: fact.showsDivider
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
