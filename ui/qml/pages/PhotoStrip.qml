pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The photographs on a record: add one, look at one; how far each got stands below it.
ColumnLayout {
    id: strip

    required property PhotoModel vm
    // Where height is short: small pictures, and the count beside them.
    property bool compact: false
    // Where one only reads, there is nothing to see without photographs.
    property bool addable: true

    visible: strip.addable || tiles.count > 0 || strip.vm.problem !== ""
    spacing: Theme.s2

    Flow {
        spacing: Theme.s2
        Layout.fillWidth: true

        Button {
            objectName: "addPhoto"
            visible: strip.addable
            compact: true
            glyph: "camera"
            text: strip.vm.isBusy ? "正在存照片" : "加照片"
            onClicked: strip.vm.choose()
        }
        Repeater {
            id: tiles
            model: strip.vm.tiles

            PhotoTile {
                id: tile

                required property string key
                required property string word
                required property bool isHere
                required source
                required shape
                required spoken

                objectName: "photo-" + tile.key
                compact: strip.compact
                text: tile.word
                here: tile.isHere
                onClicked: strip.vm.look(tile.key)
            }
        }
        SmallLabel {
            visible: strip.compact && text !== ""
            height: Theme.touchMin
            verticalAlignment: Text.AlignVCenter
            text: strip.vm.countText
            color: Theme.ink2
        }
    }
    NoticeLine {
        objectName: "photoProblem"
        visible: strip.vm.problem !== ""
        glyph: "camera"
        role: "ink"
        token: "body"
        text: strip.vm.problem
        Layout.fillWidth: true
    }
    SmallLabel {
        objectName: "photoCount"
        visible: !strip.compact && text !== ""
        text: strip.vm.countText
        color: Theme.ink2
        Layout.fillWidth: true
    }
    PhotoSheets {
        vm: strip.vm
    }
}
