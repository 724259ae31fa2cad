import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What differs and where, why one of the two is in use for now, and the short way for a whole door.
ColumnLayout {
    id: heading

    required property ConflictsModel vm
    readonly property var view: heading.vm.view

    spacing: Theme.s1

    SectionHeading {
        title: heading.view.title
        hint: heading.view.place
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.topMargin: Theme.s2

        SmallLabel {
            objectName: "conflictWhy"
            text: heading.view.why
            Layout.fillWidth: true
        }
        TextLink {
            objectName: "keepAll"
            visible: heading.view.keepAll !== ""
            glyph: "check"
            text: heading.view.keepAll
            onClicked: heading.vm.keepAll()
        }
    }
}
