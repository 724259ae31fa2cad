import QtQuick
import kit
import FieldModels

// 我的.
Page {
    id: page

    required property ShellModel shell
    required property MeModel vm

    title: "我的"
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()
}
