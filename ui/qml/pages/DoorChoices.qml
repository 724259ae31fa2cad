import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Which grid, which building, and what can be added; in portrait a row of its own.
RowLayout {
    id: choices

    required property DoorsModel vm

    signal added

    spacing: Theme.s3

    GridChooser {
        vm: choices.vm.grid as GridChoiceModel
    }
    Select {
        objectName: "placeChoice"
        visible: choices.vm.places.length > 1 && !choices.vm.isVillage
        spoken: "看哪栋"
        model: choices.vm.places
        textRole: "text"
        currentIndex: choices.vm.placeIndex
        onActivated: index => choices.vm.choosePlace(index)
    }
    TextLink {
        objectName: "newRecord"
        glyph: "plus"
        text: "新记"
        onClicked: choices.added()
    }
}
