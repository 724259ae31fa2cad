import QtQuick
import QtQuick.Layouts
import kit

// At rest, held down and reached by keyboard, side by side.
Rectangle {
    color: Theme.page

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.s6
        columns: 4
        rowSpacing: Theme.s5
        columnSpacing: Theme.s6

        SmallLabel {
            text: "放着"
        }
        SmallLabel {
            text: "按住"
        }
        SmallLabel {
            text: "键盘走到"
        }
        SmallLabel {
            text: "选中"
        }
        PrimaryButton {
            glyph: "knock"
            text: "敲门"
        }
        PrimaryButton {
            glyph: "knock"
            text: "敲门"
            down: true
        }
        PrimaryButton {
            glyph: "knock"
            text: "敲门"
            showsRing: true
        }
        MarkLabel {
            text: "每屏只有一个"
        }
        FieldButton {
            glyph: "pen"
            text: "记一笔"
        }
        FieldButton {
            glyph: "pen"
            text: "记一笔"
            down: true
        }
        FieldButton {
            glyph: "pen"
            text: "记一笔"
            showsRing: true
        }
        FieldButton {
            filled: true
            keyCap: "1"
            glyph: "check"
            text: "见到"
        }
        FilterChip {
            text: "独居"
            count: "14"
        }
        FilterChip {
            text: "独居"
            count: "14"
            down: true
        }
        FilterChip {
            text: "独居"
            count: "14"
            showsRing: true
        }
        FilterChip {
            text: "独居"
            count: "14"
            chosen: true
        }
        TextLink {
            text: "谁改过什么"
            trailing: "forward"
        }
        TextLink {
            text: "谁改过什么"
            trailing: "forward"
            down: true
        }
        TextLink {
            text: "谁改过什么"
            trailing: "forward"
            showsRing: true
        }
        MarkLabel {
            text: ""
        }
        DoorCell {
            number: "502"
            surname: "高"
            standing: "overdue"
            marks: ["独"]
        }
        DoorCell {
            number: "502"
            surname: "高"
            standing: "overdue"
            marks: ["独"]
            down: true
        }
        DoorCell {
            number: "502"
            surname: "高"
            standing: "overdue"
            marks: ["独"]
            showsRing: true
        }
        DoorCell {
            number: "502"
            surname: "高"
            standing: "overdue"
            marks: ["独", "租"]
            selected: true
            rentShown: true
        }
        ListRow {
            lead: "3-502"
            title: "高玉芬"
            showsChevron: true
            Layout.fillWidth: true
        }
        ListRow {
            lead: "3-502"
            title: "高玉芬"
            showsChevron: true
            down: true
            Layout.fillWidth: true
        }
        ListRow {
            lead: "3-502"
            title: "高玉芬"
            showsChevron: true
            Layout.fillWidth: true
            showsRing: true
        }
        ListRow {
            lead: "3-502"
            title: "高玉芬"
            showsChevron: true
            selected: true
            Layout.fillWidth: true
        }
        TickBox {
            text: "办了"
        }
        TickBox {
            text: "办了"
            down: true
        }
        TickBox {
            text: "办了"
            showsRing: true
        }
        TickBox {
            text: "办了"
            chosen: true
        }
        IconButton {
            text: "返回"
            glyph: "back"
        }
        IconButton {
            text: "返回"
            glyph: "back"
            down: true
        }
        IconButton {
            text: "返回"
            glyph: "back"
            showsRing: true
        }
        Item {
            Layout.fillHeight: true
        }
    }
}
