pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Which file: the folders and tables of a place, or a path that is written.
ColumnLayout {
    id: files

    required property RosterModel vm

    spacing: Theme.s3

    Field {
        label: "文件在哪儿"
        Layout.fillWidth: true

        TextField {
            id: path
            objectName: "rosterPath"
            text: files.vm.folder
            spoken: "文件在哪儿"
            Layout.fillWidth: true
            onAccepted: files.vm.pick(text)
        }
    }
    Card {
        Layout.fillWidth: true
        Layout.fillHeight: !Theme.oneColumn
        Layout.preferredHeight: Theme.oneColumn ? list.contentHeight + 2 * Theme.lineThin : -1

        ScrollList {
            id: list
            objectName: "rosterFiles"
            focus: true
            model: files.vm.files
            Accessible.name: "文件和文件夹"
            Layout.fillWidth: true
            Layout.fillHeight: true
            delegate: ListRow {
                required property string key
                required property int index
                required glyph
                required title
                required detail

                objectName: "file-" + title
                width: ListView.view.width
                strongTitle: glyph === "list"
                showsChevron: key !== ""
                showsDivider: index < ListView.view.count - 1
                onClicked: if (key !== "")
                    files.vm.pick(key)
            }
        }
    }
}
