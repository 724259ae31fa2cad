import QtQuick
import QtQuick.Layouts
import kit

// One line of a page that is read.
ColumnLayout {
    id: line

    required property string key
    required property var parts
    required property bool isTicked
    required property bool isSealed
    required property bool isClosed
    required property int index
    property bool isLast: false

    signal followed(household: string)
    signal unsealed(key: string)

    spacing: 0

    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.leftMargin: Theme.s5 + Theme.s1
        Layout.rightMargin: Theme.s4
        Layout.topMargin: Theme.s3
        Layout.bottomMargin: Theme.s3

        MaskChip {
            objectName: "unseal-" + line.index
            visible: line.isClosed
            text: "密封的，点开看"
            onClicked: line.unsealed(line.key)
        }
        Item {
            visible: line.isClosed
            Layout.fillWidth: true
        }
        SpanLabel {
            visible: !line.isClosed
            token: "reading"
            spans: line.parts.map(part => ({
                            text: part.text,
                            link: part.household,
                            dim: line.isTicked
                        }))
            Layout.fillWidth: true
            onFollowed: household => line.followed(household)
        }
        StateMark {
            visible: line.isSealed && !line.isClosed
            shape: "icon-lock"
            text: "密封"
        }
        StateMark {
            visible: line.isTicked
            shape: "icon-check"
            text: "办了"
        }
    }
    Divider {
        visible: !line.isLast
        Layout.fillWidth: true
    }
}
