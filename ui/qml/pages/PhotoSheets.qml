pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What opens over a page for its photographs: choosing a file, and one photograph in full.
Item {
    id: sheets

    required property PhotoModel vm

    visible: false

    Connections {
        target: sheets.vm

        function onStateChanged() {
            if (sheets.vm.isChoosing)
                chooser.open();
            else
                chooser.close();
            if (sheets.vm.shown !== "")
                view.open();
            else
                view.close();
        }
    }
    Dialog {
        id: chooser
        title: "加哪张照片"
        mostWidth: 760
        actions: Button {
            objectName: "closeChooser"
            text: "不加了"
            onClicked: chooser.close()
        }
        onClosed: sheets.vm.endChoosing()

        Field {
            label: "照片在哪儿"
            Layout.fillWidth: true

            TextField {
                objectName: "photoPath"
                text: sheets.vm.folder
                spoken: "照片在哪儿"
                Layout.fillWidth: true
                onAccepted: sheets.vm.pick(text)
            }
        }
        SmallLabel {
            text: "存下的是小图，拍照的地点、机型都去掉。原图社区收到以后就删。"
            Layout.fillWidth: true
        }
        Card {
            Layout.fillWidth: true

            ScrollList {
                objectName: "photoFiles"
                model: sheets.vm.files
                mostHeight: 380
                Accessible.name: "照片和文件夹"
                Layout.fillWidth: true
                Layout.preferredHeight: implicitHeight
                delegate: ListRow {
                    id: row

                    required property string key
                    required property int index
                    required glyph
                    required title
                    required detail

                    objectName: "file-" + row.title
                    width: ListView.view.width
                    strongTitle: row.glyph === "camera"
                    showsChevron: row.key !== ""
                    showsDivider: row.index < ListView.view.count - 1
                    onClicked: if (row.key !== "")
                        sheets.vm.pick(row.key)
                }
            }
        }
    }
    PhotoView {
        id: view
        source: sheets.vm.shownSource
        text: sheets.vm.shownText
        actions: Button {
            objectName: "undoPhoto"
            visible: sheets.vm.canUndo
            glyph: "undo"
            text: "撤销这张"
            onClicked: sheets.vm.undo()
        }
        onClosed: sheets.vm.endShow()
    }
}
