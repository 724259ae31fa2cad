import QtQuick
import kit
import FieldModels

// 导入花名册.
Page {
    id: page

    required property ShellModel shell
    required property RosterModel vm

    title: "导入花名册"
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()
}
