import QtQuick
import kit
import FieldModels

// A place for one page: made when first visited, kept, shown while it is the current one.
FocusScope {
    id: slot

    required property ShellModel shell
    required property string pageKey
    required property string pageFile
    readonly property bool isCurrent: slot.shell.page === slot.pageKey && !slot.shell.isLocked
                                      && slot.shell.stage === "open"

    signal helpAsked

    anchors.fill: parent
    visible: slot.isCurrent
    enabled: slot.isCurrent
    onIsCurrentChanged: slot.takeFocus()

    function takeFocus() {
        if (slot.isCurrent)
            slot.forceActiveFocus();
    }

    Loader {
        id: loader
        anchors.fill: parent
        focus: true
        onLoaded: {
            (item as Page).helpAsked.connect(slot.helpAsked);
            slot.takeFocus();
        }
        Component.onCompleted: loader.setSource(Qt.resolvedUrl("pages/" + slot.pageFile), {
            shell: slot.shell,
            vm: slot.shell.model(slot.pageKey)
        })
    }
}
