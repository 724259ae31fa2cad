pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// One field of two records: what differs is two targets beside each other, the rest is read.
ColumnLayout {
    id: row

    required property string key
    required property string label
    required property string kept
    required property string other
    required property bool isChoice
    required property bool takes
    required property int index

    signal decided(takes: bool)

    spacing: 0

    Divider {
        Layout.fillWidth: true
    }
    GridLayout {
        columns: Theme.portrait && Theme.textScale > 1.3 ? 2 : 3
        columnSpacing: Theme.s3
        rowSpacing: 0
        Layout.fillWidth: true
        Layout.leftMargin: Theme.s4 + Theme.s1
        Layout.rightMargin: Theme.s4 + Theme.s1
        Layout.topMargin: Theme.s2
        Layout.bottomMargin: Theme.s2

        SmallLabel {
            text: row.label
            Layout.columnSpan: Theme.portrait && Theme.textScale > 1.3 ? 2 : 1
            Layout.preferredWidth: (Theme.touchField + Theme.s4) * Theme.textScale
        }
        DuplicateValue {
            objectName: "keep-" + row.key
            text: row.kept
            label: row.label
            isChoice: row.isChoice
            chosen: !row.takes
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1
            onClicked: row.decided(false)
        }
        DuplicateValue {
            objectName: "take-" + row.key
            text: row.other
            label: row.label
            isChoice: row.isChoice
            chosen: row.takes
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1
            onClicked: row.decided(true)
        }
    }
}
