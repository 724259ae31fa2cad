pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 找: one field, what fits as one types, the best hit's card, letters under the right hand.
Page {
    id: page

    required property ShellModel shell
    required property SearchModel vm
    readonly property var view: page.vm.view

    title: "找"
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    topItems: GridChooser {
        vm: page.vm.grid as GridChoiceModel
    }
    onVisibleChanged: if (page.visible)
        field.forceActiveFocus()
    Component.onCompleted: field.forceActiveFocus()

    TwoColumns {
        leftWidth: 600
        rightWidth: 528
        rightFirst: false
        leftItems: [
            SearchField {
                id: field
                objectName: "searchField"
                focus: true
                spoken: "找人、门、电话、标签"
                placeholderText: "首字母、门号、电话后四位"
                limit: 80
                Layout.fillWidth: true
                onTextChanged: page.vm.find(field.text)
                Keys.onUpPressed: page.vm.step(-1)
                Keys.onDownPressed: page.vm.step(1)
                Keys.onReturnPressed: page.vm.open()
                Keys.onEnterPressed: page.vm.open()
            },
            EmptyState {
                objectName: "searchEmpty"
                visible: page.view.emptyText !== ""
                large: false
                title: page.view.emptyText
                Layout.fillWidth: true
                Layout.topMargin: Theme.s4

                Button {
                    objectName: "searchAdd"
                    glyph: "plus"
                    text: "新记一户"
                    onClicked: page.shell.open("forms", "new:")
                }
            },
            ScrollList {
                objectName: "searchHits"
                visible: count > 0
                model: page.vm.hits
                reuseItems: false
                keyNavigationEnabled: false
                Accessible.name: "找到的"
                Layout.fillWidth: true
                Layout.fillHeight: true
                // The bar stands in the gutter, beside the rows.
                Layout.rightMargin: -Theme.s3
                delegate: SearchHit {
                    width: ListView.view.width - Theme.s3
                    chosen: page.view.chosen
                    onOpened: key => page.vm.choose(key)
                }
            },
            TextLink {
                objectName: "searchEverywhere"
                visible: page.view.elsewhereText !== ""
                text: page.view.elsewhereText
                trailing: "forward"
                onClicked: page.vm.findEverywhere()
            },
            Item {
                visible: field.text === "" || page.view.emptyText !== ""
                Layout.fillHeight: true
            },
            SmallLabel {
                text: "也能这样找：门号 乙1-3-502，电话后四位 5601，标签 独居"
                Layout.fillWidth: true
            }
        ]
        rightItems: [
            SearchCard {
                visible: page.view.goText !== ""
                view: page.view
                Layout.fillWidth: true
            },
            Item {
                Layout.fillHeight: true
            },
            RowLayout {
                Layout.fillWidth: true

                SmallLabel {
                    text: "按姓名首字母"
                    strong: true
                    Layout.fillWidth: true
                }
                SmallLabel {
                    text: "不用切输入法"
                }
            },
            LetterPad {
                Layout.fillWidth: true
                onPressed: letter => {
                    field.insert(field.cursorPosition, letter.toLowerCase());
                }
                onCleared: field.clear()
                onDropped: field.remove(Math.max(0, field.cursorPosition - 1), field.cursorPosition)
            }
        ]
        actions: PrimaryButton {
            objectName: "searchGo"
            visible: page.view.goText !== ""
            glyph: "knock"
            text: page.view.goText
            Layout.fillWidth: true
            onClicked: page.vm.open()
        }
    }
}
