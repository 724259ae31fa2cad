import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What can be done with the page: mention a household, hand it in, take it back.
RowLayout {
    id: actions

    required property DiaryModel vm
    required property DiaryEditor editor
    readonly property PhotoModel photos: actions.vm.photos as PhotoModel

    spacing: Theme.s3

    FieldButton {
        objectName: "mention"
        visible: actions.editor.isMine
        glyph: "at"
        text: "插一户"
        onClicked: actions.editor.callOffers()
    }
    FieldButton {
        objectName: "addPhoto"
        visible: actions.editor.isMine && !Theme.oneColumn
        glyph: "camera"
        text: actions.photos.isBusy ? "正在存" : "照片"
        onClicked: actions.photos.choose()
    }
    FieldButton {
        objectName: "withdraw"
        visible: actions.vm.canWithdraw
        glyph: "undo"
        text: "收回"
        onClicked: actions.vm.withdraw()
    }
    SmallLabel {
        text: actions.editor.isDraft || actions.vm.canWithdraw ? "书记看以前都能收回"
                                                               : "书记看过了，还可以接着添"
        horizontalAlignment: Text.AlignRight
        Layout.fillWidth: true
    }
    PrimaryButton {
        objectName: "submit"
        visible: actions.editor.isDraft
        text: "交给书记"
        trailing: "forward"
        Layout.preferredWidth: Theme.s7 * 5
        onClicked: actions.vm.submit()
    }
}
