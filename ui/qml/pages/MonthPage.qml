pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import kit
import FieldModels

// 月底一页: at the left as it will be on paper, at the right what the wall is told.
Page {
    id: page

    required property ShellModel shell
    required property MonthModel vm
    readonly property var view: page.vm.view

    title: "月底一页"
    context: page.view.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    showsBack: true
    onBack: page.vm.back()

    Connections {
        target: page.vm
        function onWritten(words: string) {
            if (area.text !== words)
                area.text = words;
        }
    }
    FocusFollower {
        page: page
    }
    TwoColumns {
        id: columns
        leftWidth: 552
        rightWidth: 576
        rightFirst: true
        leftItems: Card {
            id: sheet
            Layout.fillWidth: true
            Layout.fillHeight: !columns.single
            Layout.preferredHeight: columns.single ? width * 1.415 : -1
            Accessible.role: Accessible.StaticText
            Accessible.name: page.view.spoken

            Image {
                objectName: "monthPicture"
                source: page.view.picture
                fillMode: Image.PreserveAspectFit
                cache: false
                mipmap: true
                retainWhileLoading: true
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.margins: Theme.s2
            }
        }
        rightItems: [
            Flow {
                visible: page.view.allText !== ""
                spacing: Theme.s2
                Layout.fillWidth: true

                FilterChip {
                    objectName: "monthOne"
                    text: page.view.gridText
                    chosen: !page.view.isForAll
                    onClicked: page.vm.takeAll(false)
                }
                FilterChip {
                    objectName: "monthAll"
                    text: page.view.allText
                    chosen: page.view.isForAll
                    onClicked: page.vm.takeAll(true)
                }
            },
            SectionHeading {
                title: "回音壁上写哪几件"
                hint: keptList.count > 0 ? "打了钩就写上去" : ""
                Layout.fillWidth: true
            },
            SmallLabel {
                visible: page.view.keptHint !== ""
                text: page.view.keptHint
                Layout.fillWidth: true
            },
            Card {
                visible: keptList.count > 0
                Layout.fillWidth: true
                Layout.minimumHeight: Theme.rowTallHeight
                Layout.maximumHeight: keptList.contentHeight + 2 * Theme.lineThin
                Layout.preferredHeight: keptList.contentHeight + 2 * Theme.lineThin

                ScrollList {
                    id: keptList
                    objectName: "monthKept"
                    model: page.vm.kept
                    Accessible.name: "回音壁上写哪几件"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    delegate: TickRow {
                        required property string key
                        required property bool isTold
                        required property int index
                        required title
                        required detail

                        objectName: "tell-" + key
                        width: ListView.view.width
                        chosen: isTold
                        showsDivider: index < ListView.view.count - 1
                        onClicked: page.vm.tell(key)
                    }
                }
            },
            HalfTypedLine {
                vm: page.vm.halfTyped as HalfTyped
                Layout.fillWidth: true
            },
            Field {
                label: "再写几句，一行一件"
                Layout.fillWidth: true

                TextArea {
                    id: area
                    objectName: "monthWords"
                    limit: 300
                    spoken: "再写几句，一行一件"
                    placeholderText: "谁都看得到，别写姓名和门号"
                    Layout.fillWidth: true
                    onTextChanged: page.vm.write(text)
                }
            },
            NoticeLine {
                visible: text !== ""
                glyph: "hint"
                text: page.view.cleaned
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            },
            NoticeLine {
                objectName: "monthSaved"
                visible: text !== ""
                glyph: page.view.saved !== "" ? "check" : "hint"
                text: page.view.saved !== "" ? page.view.saved : page.view.problem
                Layout.fillWidth: true
            }
        ]
        actions: PrimaryButton {
            objectName: "monthSave"
            glyph: "print"
            text: "存成一页 PDF"
            Layout.fillWidth: true
            onClicked: fileDialog.ask()
        }
    }
    FileDialog {
        id: fileDialog
        fileMode: FileDialog.SaveFile
        title: "存到哪里"
        defaultSuffix: "pdf"
        nameFilters: ["PDF (*.pdf)"]
        onAccepted: page.vm.save(fileDialog.selectedFile)

        function ask() {
            fileDialog.selectedFile = fileDialog.currentFolder + "/" + page.view.file;
            fileDialog.open();
        }
    }
}
