import QtQuick
import QtQuick.Layouts
import kit

// The search field, rows with long door numbers and the letter pad, as on 找.
Places {
    current: "find"

    Page {
        anchors.fill: parent
        title: "找"
        stateText: "离线，6 条已存本机"

        TwoColumns {
            leftWidth: 600
            rightWidth: 528
            leftItems: [
                SearchField {
                    spoken: "找人、门号、电话"
                    text: "gyf"
                    focus: true
                    Layout.fillWidth: true
                },
                SectionHeading {
                    title: "住户 2 位"
                    hint: "全网格 742 人里找"
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true

                    TallRow {
                        lead: "乙1-3-502"
                        leadWidth: 128
                        title: "高玉芬"
                        note: "gao yu fen"
                        detail: "独居，90 岁，女"
                        selected: true
                        showsChevron: true
                        Layout.fillWidth: true

                        VisitMark {
                            standing: "overdue"
                            text: "超 2 天"
                        }
                    }
                    TallRow {
                        lead: "2-1-402"
                        leadWidth: 128
                        title: "阿依努尔·吐尔逊江买买提艾力·阿布都热依木"
                        detail: "杏林家园 2栋，47 岁，男"
                        showsChevron: true
                        showsDivider: false
                        Layout.fillWidth: true
                    }
                },
                SectionHeading {
                    title: "日记 1 篇"
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true

                    FactRow {
                        showsDivider: false
                        SpanLabel {
                            token: "reading"
                            spans: [{ text: "给 " }, { text: "@4-1101 常福寿", link: "4-1101" }, { text: " 跑医保报销，" }, { text: "<b>&", mark: true }, { text: "原件 1 本在我手上。", dim: true }]
                            Layout.fillWidth: true
                        }
                    }
                },
                Item {
                    Layout.fillHeight: true
                },
                SmallLabel {
                    text: "也能这样找：门号 13502，电话后四位 5601，标签 独居"
                    Layout.fillWidth: true
                }
            ]
            rightItems: [
                Card {
                    padding: Theme.s4 + Theme.s1
                    spacing: Theme.s2
                    Layout.fillWidth: true

                    RowLayout {
                        spacing: Theme.s3
                        HeadingLabel {
                            text: "高玉芬"
                        }
                        BodyLabel {
                            text: "乙1-3-502，3单元 5 楼"
                            color: Theme.ink2
                            Layout.fillWidth: true
                        }
                    }
                    NoticeLine {
                        glyph: "hint"
                        role: "accent"
                        token: "body"
                        strong: true
                        text: "铃坏了，敲窗户，等一等"
                        Layout.fillWidth: true
                    }
                    NoticeLine {
                        glyph: "phone"
                        role: "accent"
                        token: "body"
                        text: "女儿 100 1234 5601"
                        Layout.fillWidth: true
                    }
                },
                Item {
                    Layout.fillHeight: true
                },
                LetterPad {
                    Layout.fillWidth: true
                }
            ]
            actions: PrimaryButton {
                glyph: "knock"
                text: "去 3-502 高玉芬家"
                Layout.fillWidth: true
            }
        }
    }
}
