pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Sticks and folders to choose from, and the sealed files that lie there.
ColumnLayout {
    id: places

    required property StickModel vm
    property bool fills: true

    spacing: Theme.s3

    SectionHeading {
        title: places.vm.heading
        Layout.fillWidth: true
    }
    Field {
        label: "位置"
        Layout.fillWidth: true

        TextField {
            objectName: "stickFolder"
            text: places.vm.folder
            spoken: "位置"
            Layout.fillWidth: true
            onAccepted: places.vm.pick(text)
        }
    }
    Card {
        visible: list.count > 0
        Layout.fillWidth: true
        Layout.fillHeight: places.fills
        Layout.maximumHeight: list.contentHeight + 2 * Theme.lineThin
        Layout.preferredHeight: places.fills ? -1 : list.contentHeight + 2 * Theme.lineThin

        ScrollList {
            id: list
            objectName: "stickPlaces"
            model: places.vm.rows
            Accessible.name: places.vm.heading
            Layout.fillWidth: true
            Layout.fillHeight: true
            delegate: ListRow {
                required property string key
                required property int index
                required property bool isFile
                required glyph
                required title
                required detail

                objectName: "place-" + title
                width: ListView.view.width
                strongTitle: isFile
                interactive: !(isFile && places.vm.mode === "export")
                showsChevron: interactive
                showsDivider: index < ListView.view.count - 1
                onClicked: places.vm.pick(key)
            }
        }
    }
    Item {
        visible: places.fills
        Layout.fillHeight: true
    }
}
