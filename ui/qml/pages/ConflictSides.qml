pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 我的, 对方的, 原来的: who and when above, the words large, one button each.
GridLayout {
    id: sides

    required property ConflictsModel vm

    columns: Theme.oneColumn ? 1 : 3
    columnSpacing: Theme.s3
    rowSpacing: Theme.s3
    uniformCellWidths: true

    Repeater {
        model: sides.vm.sides

        Card {
            id: side

            required property string key
            required property string title
            required property string who
            required property string words
            required property string button
            required property bool isInUse

            padding: Theme.s4 + Theme.s1
            spacing: Theme.s2
            frame: side.isInUse ? "chosen" : ""
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: Theme.oneColumn ? 0 : Theme.touchField * 3 + Theme.s5

            HeadingLabel {
                text: side.title
                color: side.isInUse ? Theme.accent : Theme.ink
                Layout.fillWidth: true
            }
            SmallLabel {
                visible: side.who !== ""
                text: side.who
                Layout.fillWidth: true
            }
            HeadingLabel {
                objectName: "words-" + side.key
                text: side.words
                strong: side.key !== "base"
                color: side.key === "base" ? Theme.ink2 : Theme.ink
                Layout.fillWidth: true
            }
            Item {
                Layout.fillHeight: true
            }
            StateMark {
                visible: side.isInUse
                shape: "icon-check"
                role: "accent"
                text: "正在用"
                strong: true
                Layout.alignment: Qt.AlignHCenter
            }
            Button {
                objectName: "use-" + side.key
                visible: !side.isInUse || sides.vm.view.isOpen
                text: side.button
                Layout.fillWidth: true
                onClicked: sides.vm.use(side.key)
            }
        }
    }
}
