pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// Outcomes with their digits, the checklist, choices, one line and the bar of what was saved.
Places {
    current: "doors"

    Page {
        anchors.fill: parent
        title: "敲门"
        context: "乙1-3-502 高玉芬家"
        showsBack: true
        stateText: "离线，7 条已存本机"

        TwoColumns {
            leftWidth: 552
            rightWidth: 576
            rightFirst: true
            leftItems: [
                SectionHeading {
                    title: "顺便看了"
                    hint: "可以不填"
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true

                    Repeater {
                        model: [["身体", "fine"], ["精神", "matter"], ["燃气、水暖、用电", ""], ["居住环境", "unseen"]]

                        FactRow {
                            id: line
                            required property var modelData
                            required property int index
                            text: modelData[0]
                            showsDivider: index < 3

                            ThreeWay {
                                spoken: line.text
                                value: line.modelData[1]
                            }
                        }
                    }
                },
                SectionHeading {
                    title: "还要做什么"
                    hint: "这句话会带过去，不用再写"
                    Layout.fillWidth: true
                },
                GridLayout {
                    columns: 2
                    uniformCellWidths: true
                    rowSpacing: Theme.s2
                    columnSpacing: Theme.s2

                    Button {
                        glyph: "issues"
                        text: "转成事项"
                        Layout.fillWidth: true
                    }
                    Button {
                        glyph: "diary"
                        text: "记进日记"
                        Layout.fillWidth: true
                    }
                    Button {
                        glyph: "errand"
                        text: "替他代办"
                        Layout.fillWidth: true
                    }
                    Button {
                        glyph: "wish"
                        text: "微心愿"
                        Layout.fillWidth: true
                    }
                },
                Item {
                    Layout.fillHeight: true
                },
                UndoBar {
                    lead: "已存本机"
                    text: "，09:14 见到高玉芬"
                    detail: "关机也不会丢"
                    Layout.fillWidth: true
                }
            ]
            rightItems: [
                SectionHeading {
                    title: "怎么样"
                    hint: "点一下就记好，别的都可以不填"
                    Layout.fillWidth: true
                },
                GridLayout {
                    columns: 3
                    uniformCellWidths: true
                    rowSpacing: Theme.s2
                    columnSpacing: Theme.s2

                    Repeater {
                        model: [["check", "见到"], ["people", "家人代述"], ["mark-away", "无人"], ["mark-refused", "拒访"], ["lock", "不便多说"], ["forward", "已搬走"], ["mark-vacant", "空置"], ["find", "地址不对"], ["cover", "没进去"]]

                        FieldButton {
                            required property var modelData
                            required property int index
                            filled: index === 0
                            token: "reading"
                            glyph: modelData[0]
                            text: modelData[1]
                            keyCap: String(index + 1)
                            Layout.fillWidth: true
                        }
                    }
                },
                SectionHeading {
                    title: "见到谁"
                    Layout.fillWidth: true
                },
                Flow {
                    spacing: Theme.s2
                    Layout.fillWidth: true

                    FilterChip {
                        text: "高玉芬"
                        token: "body"
                        ticked: true
                        chosen: true
                        height: Theme.buttonHeight
                    }
                    FilterChip {
                        text: "女儿"
                        token: "body"
                        height: Theme.buttonHeight
                    }
                    FilterChip {
                        glyph: "plus"
                        text: "别人"
                        token: "body"
                        height: Theme.buttonHeight
                    }
                },
                SectionHeading {
                    title: "一句话"
                    Layout.fillWidth: true
                },
                TextArea {
                    spoken: "一句话"
                    text: "暖气不热，屋里 15 度，老人不肯添麻烦。"
                    focus: true
                    Layout.fillWidth: true
                },
                Item {
                    Layout.fillHeight: true
                }
            ]
            actions: PrimaryButton {
                text: "下一户：1-302 魏淑珍"
                trailing: "forward"
                Layout.fillWidth: true
            }
        }
    }
}
