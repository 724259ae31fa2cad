import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What was half typed an earlier time stands in the form again, and can be let go.
RowLayout {
    id: line

    required property HalfTyped vm

    visible: line.vm !== null && line.vm.isBack
    spacing: Theme.s3

    NoticeLine {
        glyph: "history"
        text: "上次没写完的，已经给你放回来了"
        Layout.fillWidth: true
    }
    TextLink {
        objectName: "dropHalfTyped"
        text: "不要了"
        onClicked: line.vm.drop()
    }
}
