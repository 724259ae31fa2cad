import QtQuick
import QtQuick.Layouts
import kit

// A page in the list: its day, how far it has come, its first words.
ColumnLayout {
    id: entry

    required property string key
    required property string month
    required property string title
    required property string summary
    required property string word
    required property string shape
    property string chosen: ""

    signal opened(key: string)

    spacing: 0
    activeFocusOnTab: false
    onActiveFocusChanged: if (entry.activeFocus)
        row.forceActiveFocus(Qt.TabFocusReason)

    SmallLabel {
        visible: entry.month !== ""
        text: entry.month
        Layout.bottomMargin: Theme.s2
        Layout.topMargin: Theme.s2
    }
    Rectangle {
        radius: Theme.radius
        color: entry.key === entry.chosen ? Theme.surface : "transparent"
        border.width: entry.key === entry.chosen ? Theme.lineThin : 0
        border.color: Theme.line
        implicitHeight: row.implicitHeight
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.s2

        TallRow {
            id: row
            objectName: "entry-" + entry.key
            anchors.fill: parent
            barred: entry.key === entry.chosen
            showsDivider: false
            spoken: [entry.title, entry.word, entry.summary].filter(part => part !== "").join("，")
            Accessible.selected: entry.key === entry.chosen
            onClicked: entry.opened(entry.key)
            contentItem: RowLayout {
                ColumnLayout {
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignVCenter
                    spacing: 0

                    RowLayout {
                        spacing: Theme.s2
                        Layout.fillWidth: true

                        BodyLabel {
                            text: entry.title
                            strong: true
                            Accessible.ignored: true
                            Layout.fillWidth: true
                        }
                        StateMark {
                            visible: entry.word !== ""
                            shape: entry.shape
                            text: entry.word
                            Accessible.ignored: true
                        }
                    }
                    SmallLabel {
                        // The whole of it stands on the page beside.
                        readonly property bool mayBeShortened: true
                        text: entry.summary
                        maximumLineCount: 1
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                        Accessible.ignored: true
                        Layout.fillWidth: true
                    }
                }
            }
        }
    }
}
