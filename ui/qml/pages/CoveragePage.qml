pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// 覆盖: each figure a button, its list below; one grid at a time; nobody is ranked.
Page {
    id: page

    required property ShellModel shell
    required property CoverageModel vm
    readonly property var view: page.vm.view

    title: "覆盖"
    context: page.view.context
    stateText: page.shell.recordText
    stateShape: page.shell.recordShape
    topItems: [
        Select {
            objectName: "coverMonth"
            spoken: "哪个月"
            model: page.view.months
            currentIndex: page.view.month
            onActivated: index => page.vm.setMonth(index)
        },
        GridChooser {
            vm: page.vm.grid as GridChoiceModel
        }
    ]

    ScrollList {
        id: list
        objectName: "coverList"
        // The figures above it arrive later and grow: until it is moved it stays at its beginning.
        property bool wasMoved: false
        onMovementStarted: list.wasMoved = true
        onOriginYChanged: if (!list.wasMoved)
            Qt.callLater(list.positionViewAtBeginning)
        anchors.fill: parent
        // The bar stands in the page's margin, beside the rows.
        anchors.rightMargin: -Theme.s3
        model: page.vm.rows
        Accessible.name: page.view.heading
        header: ColumnLayout {
            width: list.width - Theme.s3
            spacing: Theme.s3

            GridLayout {
                columns: Theme.oneColumn ? 2 : 4
                columnSpacing: Theme.s3
                rowSpacing: Theme.s3
                uniformCellWidths: true
                Layout.fillWidth: true

                Repeater {
                    model: page.vm.figures

                    FigureCard {
                        required property string key
                        required property string title
                        required property string count
                        required detail

                        objectName: "figure-" + key
                        text: title
                        figure: count
                        chosen: key === page.view.chosen
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        onClicked: page.vm.choose(key)
                    }
                }
            }
            PartsBar {
                visible: page.view.parts.length > 0
                parts: page.view.parts
                spoken: page.view.parts.map(part => part.word).join("，")
                Layout.fillWidth: true
            }
            RowLayout {
                visible: page.view.parts.length > 0
                spacing: Theme.s5
                Layout.fillWidth: true

                Flow {
                    spacing: Theme.s5
                    Layout.fillWidth: true

                    Repeater {
                        model: page.view.parts

                        VisitMark {
                            required property var modelData
                            standing: modelData.standing
                            text: modelData.word
                            strong: true
                        }
                    }
                }
                SmallLabel {
                    text: page.view.total
                    wrapMode: Text.NoWrap
                }
                TextLink {
                    objectName: "openPaper"
                    glyph: "print"
                    text: "月底一页"
                    Layout.topMargin: -Theme.s3
                    Layout.bottomMargin: -Theme.s3
                    onClicked: page.vm.openPaper()
                }
            }
            GridLayout {
                columns: Theme.oneColumn ? 1 : 2
                columnSpacing: Theme.s2
                rowSpacing: Theme.s2
                Layout.fillWidth: true
                Layout.topMargin: Theme.s2

                HeadingLabel {
                    objectName: "coverHeading"
                    text: page.view.heading
                    Layout.fillWidth: true
                }
                Flow {
                    spacing: Theme.s2
                    Layout.fillWidth: Theme.oneColumn

                    Repeater {
                        model: page.view.narrowings

                        FilterChip {
                            required property var modelData
                            objectName: "part-" + modelData.key
                            text: modelData.word
                            count: modelData.count
                            chosen: modelData.key === page.view.narrowed
                            onClicked: page.vm.narrow(modelData.key)
                        }
                    }
                }
            }
            SmallLabel {
                visible: page.view.emptyText !== ""
                text: page.view.emptyText
                Layout.fillWidth: true
            }
            Item {
                Layout.fillWidth: true
            }
        }
        delegate: CoverageRow {
            width: ListView.view.width - Theme.s3
            rows: list.count
            onOpened: key => page.vm.openHousehold(key)
        }
        footer: SmallLabel {
            width: list.width - Theme.s3
            topPadding: Theme.s3
            text: "数从走访记录算出，不用填。只看还剩谁。"
        }
    }
}
