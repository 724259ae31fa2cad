pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// Rows, ticks, the seal, progress and the two ranks of field buttons, as on 今天.
Places {
    id: shell
    current: "today"

    Page {
        anchors.fill: parent
        title: "今天"
        context: "11月20日 星期五·大雪"
        stateText: "离线，6 条已存本机"

        TwoColumns {
            leftItems: [
                SectionHeading {
                    title: "今天该去 9 户"
                    hint: "按楼走，少跑楼梯"
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true
                    Layout.fillHeight: true

                    ScrollList {
                        id: list
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        model: [
                            { group: "纺织厂家属院 乙1", note: "5 户·没有电梯" },
                            { lead: "3-502", title: "高玉芬", detail: "独居·90 岁·已 9 天没见到", standing: "overdue", word: "超 2 天", snow: true },
                            { lead: "1-302", title: "魏淑珍", detail: "独居·84 岁·已 8 天·晚上容易遇到", standing: "overdue", word: "超 1 天", snow: true },
                            { lead: "2-603", title: "冯示例", detail: "独居·81 岁·已 7 天", standing: "due", word: "今天", snow: true },
                            { lead: "4-101", title: "吕保国", detail: "祖孙两口·满 30 天", standing: "due", word: "今天", snow: false },
                            { group: "杏林家园 4栋", note: "3 户·有电梯" },
                            { lead: "1101", title: "常福寿", detail: "空巢·85 岁·已 7 天", standing: "due", word: "今天", snow: false },
                            { lead: "902", title: "贺示例", detail: "独居·83 岁·雪天先看望", standing: "away", word: "无人", snow: true },
                            { lead: "304", title: "姜示例", detail: "独居·76 岁·雪天先看望", standing: "met", word: "家人代述", snow: true }
                        ]
                        delegate: Column {
                            id: entry
                            required property var modelData
                            required property int index
                            width: ListView.view.width

                            GroupRow {
                                visible: entry.modelData.group !== undefined
                                width: parent.width
                                title: entry.modelData.group ?? ""
                                note: entry.modelData.note ?? ""
                            }
                            TallRow {
                                visible: entry.modelData.group === undefined
                                width: parent.width
                                lead: entry.modelData.lead ?? ""
                                title: entry.modelData.title ?? ""
                                detail: entry.modelData.detail ?? ""
                                barred: entry.index === 1
                                selected: entry.index === 4
                                showsChevron: true

                                Icon {
                                    name: entry.modelData.snow ? "snow" : ""
                                    px: Theme.iconSmall
                                }
                                VisitMark {
                                    standing: entry.modelData.standing ?? ""
                                    text: entry.modelData.word ?? ""
                                    Layout.preferredWidth: 110
                                }
                            }
                        }
                    }
                }
            ]
            rightItems: [
                SectionHeading {
                    title: "昨天没打钩 3 条"
                    hint: "打了钩就不再提"
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true

                    TickRow {
                        title: "暖气不热，答应问供热站"
                        detail: "乙1-3-502 高玉芬"
                        Layout.fillWidth: true
                    }
                    TickRow {
                        title: "二单元楼道灯不亮，报社区维修"
                        detail: "甲2 楼道"
                        chosen: true
                        showsDivider: false
                        Layout.fillWidth: true
                    }
                },
                Card {
                    padding: Theme.s4
                    Layout.fillWidth: true

                    RowLayout {
                        spacing: Theme.s3
                        Seal {}
                        BodyLabel {
                            text: "林示范 批在 11月19日的日记上"
                            strong: true
                            Layout.fillWidth: true
                        }
                    }
                    BodyLabel {
                        text: "今天请供热站上门，我来打电话。"
                        Layout.topMargin: Theme.s1
                        Layout.fillWidth: true
                    }
                    SmallLabel {
                        text: "高玉芬 乙1-3-502·昨天 17:40 批·已读"
                        Layout.fillWidth: true
                    }
                },
                Card {
                    padding: Theme.s4
                    spacing: Theme.s2
                    Layout.fillWidth: true

                    RowLayout {
                        spacing: Theme.s3
                        Icon {
                            name: "snow"
                            role: "accent"
                        }
                        BodyLabel {
                            text: "雪天访独居老人"
                            strong: true
                            Layout.fillWidth: true
                        }
                        SmallLabel {
                            text: "今天 18:00 前"
                        }
                    }
                    ProgressBar {
                        value: 0.5
                        text: "14 户见到 7"
                        Layout.fillWidth: true
                    }
                },
                Item {
                    Layout.fillHeight: true
                }
            ]
            actions: RowLayout {
                spacing: Theme.s3

                FieldButton {
                    glyph: "pen"
                    text: "记一笔"
                }
                PrimaryButton {
                    glyph: "knock"
                    text: "去 3-502 高玉芬家"
                    Layout.fillWidth: true
                }
            }
        }
    }
}
