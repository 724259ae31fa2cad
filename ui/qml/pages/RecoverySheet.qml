pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import kit

// The recovery key in its groups, with the ways to keep it: a file, or a page to print.
ColumnLayout {
    id: sheet

    property list<string> groups: []
    // What was done to keep it, or what is in the way.
    property string kept: ""
    property string problem: ""

    signal saved(target: url)

    spacing: Theme.s4

    Card {
        objectName: "recoveryCard"
        frame: "hint"
        padding: Theme.s5
        Layout.fillWidth: true

        GridLayout {
            id: key

            // Four and three, in smaller letters where large ones would leave a group alone.
            readonly property string token: key.holdFour(large) ? "title" : "heading"

            function holdFour(widest: Item): bool {
                return 4 * widest.implicitWidth + 3 * key.columnSpacing <= key.width;
            }

            columns: key.token === "title" || key.holdFour(small) ? 4 : 2
            uniformCellWidths: true
            columnSpacing: Theme.s3
            rowSpacing: Theme.s4
            Layout.fillWidth: true

            TitleLabel {
                id: large
                visible: false
                text: "WWWW"
                wrapMode: Text.NoWrap
            }
            HeadingLabel {
                id: small
                visible: false
                text: "WWWW"
                wrapMode: Text.NoWrap
            }
            Repeater {
                model: sheet.groups

                TitleLabel {
                    required property string modelData
                    text: modelData
                    token: key.token
                    wrapMode: Text.NoWrap
                    Layout.fillWidth: true
                }
            }
        }
    }
    RowLayout {
        spacing: Theme.s2
        Layout.fillWidth: true

        FieldButton {
            objectName: "saveKey"
            glyph: "download"
            text: "存成文件"
            Layout.fillWidth: true
            onClicked: fileDialog.ask("txt")
        }
        FieldButton {
            objectName: "printKey"
            glyph: "print"
            text: "做一页打印"
            Layout.fillWidth: true
            onClicked: fileDialog.ask("pdf")
        }
    }
    NoticeLine {
        visible: text !== ""
        glyph: sheet.kept !== "" ? "check" : "hint"
        text: sheet.kept !== "" ? sheet.kept : sheet.problem
        Layout.fillWidth: true
    }
    FileDialog {
        id: fileDialog
        fileMode: FileDialog.SaveFile
        title: "恢复码存到哪里"
        onAccepted: sheet.saved(fileDialog.selectedFile)

        function ask(suffix: string) {
            fileDialog.defaultSuffix = suffix;
            fileDialog.nameFilters = suffix === "pdf" ? ["PDF (*.pdf)"] : ["文本 (*.txt)"];
            fileDialog.selectedFile = fileDialog.currentFolder + "/恢复码." + suffix;
            fileDialog.open();
        }
    }
}
