pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// What stands on no other sheet: facts, masks, banners, figures, writing, the pin pad.
Places {
    id: shell
    current: "me"

    Page {
        anchors.fill: parent
        title: "零件"
        context: "每样一件"
        stateText: "已同步到 17:36"
        stateShape: "posted"

        TwoColumns {
            leftItems: [
                Banner {
                    frame: "hint"
                    title: "铃坏了，敲窗户，等一等"
                    padding: Theme.s4
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true

                    RowLayout {
                        spacing: Theme.s4
                        Layout.margins: Theme.s4
                        Avatar {
                            text: "高玉芬"
                        }
                        HeadingLabel {
                            text: "高玉芬"
                        }
                        BodyLabel {
                            text: "女，90 岁，户主"
                            color: Theme.ink2
                            Layout.fillWidth: true
                        }
                        TextLink {
                            text: "改"
                        }
                    }
                    Divider {
                        Layout.fillWidth: true
                    }
                    FactRow {
                        label: "标签"
                        Tag {
                            text: "独居老人"
                        }
                        MaskChip {
                            text: "1 项已遮，点开看"
                        }
                        GradeFlag {
                            rank: 1
                            text: "红"
                        }
                        GradeFlag {
                            rank: 2
                            role: "due"
                            text: "黄"
                        }
                        GradeFlag {
                            rank: 3
                            role: "gradeBlue"
                            text: "蓝"
                        }
                        GradeFlag {
                            rank: 4
                            role: "met"
                            text: "绿"
                        }
                        Item {
                            Layout.fillWidth: true
                        }
                    }
                    FactRow {
                        label: "证件"
                        text: "5601**********0403"
                        showsDivider: false
                        TextLink {
                            glyph: "lock"
                            text: "点开看"
                        }
                    }
                },
                RowLayout {
                    spacing: Theme.s4
                    RecordState {
                        stage: "stored"
                    }
                    RecordState {
                        stage: "delivered"
                        detail: "照片 3/5"
                    }
                    RecordState {
                        stage: "posted"
                    }
                    RecordState {
                        stage: "read"
                    }
                },
                UndoBar {
                    framed: true
                    shape: "met"
                    role: "met"
                    lead: "已用我的：门铃坏了，敲窗户"
                    detail: "11月27日以前都能改回去，对方写的也留着"
                    actionText: "改回去"
                    Layout.fillWidth: true
                },
                RowLayout {
                    spacing: Theme.s3
                    FigureCard {
                        text: "应访"
                        figure: "112"
                        detail: "本月该见到的，空置不算"
                        Layout.fillWidth: true
                    }
                    FigureCard {
                        text: "还没联系上"
                        figure: "21"
                        detail: "下面就是这 21 户"
                        chosen: true
                        Layout.fillWidth: true
                    }
                },
                PartsBar {
                    spoken: "见到 84，电话 7，无人 9，拒访 2，还没去 10"
                    parts: [{ share: 84, role: "met" }, { share: 7, role: "met", hollow: true }, { share: 9, role: "away" }, { share: 2, role: "away", hollow: true }, { share: 10, role: "due", hollow: true }]
                    Layout.fillWidth: true
                },
                ProgressBar {
                    value: 0.4
                    text: "送到第 8 条"
                    role: "accent"
                    stoppable: true
                    Layout.fillWidth: true
                },
                Card {
                    Layout.fillWidth: true
                    StopRow {
                        isLandmark: true
                        isFirst: true
                        title: "村口大石碾"
                        hint: "从这里起"
                        Layout.fillWidth: true
                    }
                    StopRow {
                        selected: true
                        title: "石碾东第二家"
                        detail: "没有门牌"
                        people: "石满仓、石秀英、石望"
                        Layout.fillWidth: true
                        VisitMark {
                            standing: "overdue"
                            text: "超 1 天"
                        }
                    }
                },
                Item {
                    Layout.fillHeight: true
                }
            ]
            rightItems: [
                PinPad {
                    prompt: "按 6 位 PIN"
                    entered: "123"
                    problem: "PIN 不对，30 秒后再试"
                    Layout.fillWidth: true
                },
                Field {
                    label: "叫什么"
                    problem: "少一个字，照样存，回头再核"
                    Layout.fillWidth: true
                    TextField {
                        spoken: "叫什么"
                        text: "吕𬭎"
                        hasProblem: true
                        Layout.fillWidth: true
                    }
                },
                Field {
                    label: "电话"
                    note: "可以不填"
                    Layout.fillWidth: true
                    TextField {
                        spoken: "电话"
                        placeholderText: "手机或座机"
                        Layout.fillWidth: true
                    }
                },
                RowLayout {
                    spacing: Theme.s2
                    Select {
                        prompt: "别的类别"
                        currentIndex: -1
                        model: ["特殊关爱", "民生诉求"]
                    }
                    KeyHint {
                        text: "J"
                    }
                    KeyHint {
                        text: "Esc"
                    }
                    TickBox {
                        text: "办了"
                        chosen: true
                    }
                },
                Item {
                    Layout.fillHeight: true
                }
            ]
            actions: RowLayout {
                spacing: Theme.s2
                FieldButton {
                    capFirst: true
                    keyCap: "R"
                    text: "已阅"
                }
                PrimaryButton {
                    capFirst: true
                    keyCap: "Ctrl 回车"
                    text: "批好，下一篇"
                    Layout.fillWidth: true
                }
            }
        }
    }
}
