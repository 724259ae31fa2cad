import QtQuick
import kit
import FieldModels

// 记一笔新的.
Page {
    id: page

    required property ShellModel shell
    required property FormsModel vm

    title: "记一笔新的"
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()
}
