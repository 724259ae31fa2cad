pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// Door cells in every state beside the pane or above the sheet, as on 装户图.
Places {
    id: shell
    current: "doors"

    readonly property var doors: [
        { n: "601", s: "曹" }, { n: "602", s: "任" }, { n: "603", s: "", st: "vacant" },
        { n: "501", s: "李" }, { n: "502", s: "岳", m: ["租"] }, { n: "503", s: "李" },
        { n: "401", s: "任", st: "refused" }, { n: "402", s: "孙" }, { n: "403", s: "石", st: "away", m: ["租"] },
        { n: "301", s: "孔" }, { n: "302", s: "魏", st: "overdue", m: ["独"] }, { n: "303", s: "周" },
        { n: "201", s: "郝", st: "due", m: ["独", "巢"] }, { n: "202", s: "蒋", st: "due", faded: true }, { n: "203", s: "潘" },
        { n: "101", s: "谭", st: "met" }, { n: "102", s: "欧阳" }, { n: "103", s: "阿依努尔" }
    ]
    readonly property bool pane: !Theme.oneColumn

    Page {
        id: page
        anchors.fill: parent
        title: "装户图"
        context: "第三网格·296 户"
        stateText: "离线，6 条已存本机"
        fullBleed: shell.pane
        topItems: Select {
            model: ["全部楼栋", "乙1", "甲2"]
        }

        Flow {
            id: chips
            anchors.left: parent.left
            anchors.right: shell.pane ? side.left : parent.right
            spacing: Theme.s2

            FilterChip {
                text: "全部"
                count: "296"
            }
            FilterChip {
                text: "今天该去"
                count: "9"
                chosen: true
            }
            FilterChip {
                text: "独居"
                count: "14"
            }
            FilterChip {
                text: "租户"
            }
            FilterChip {
                text: "特殊关爱"
                ticked: true
                chosen: true
            }
        }
        RowLayout {
            id: head
            anchors.top: chips.bottom
            anchors.topMargin: Theme.s3
            anchors.left: parent.left
            anchors.right: chips.right
            spacing: Theme.s3

            HeadingLabel {
                text: "纺织厂家属院 乙1"
            }
            SmallLabel {
                text: "该去 5 户"
                Layout.fillWidth: true
            }
        }
        Grid {
            id: grid
            anchors.top: head.bottom
            anchors.topMargin: Theme.s3
            anchors.left: parent.left
            anchors.leftMargin: Theme.s5
            columns: 3
            spacing: Theme.doorGap

            Repeater {
                model: shell.doors

                DoorCell {
                    id: cell
                    required property var modelData
                    number: modelData.n
                    surname: modelData.s
                    standing: modelData.st ?? ""
                    marks: modelData.m ?? []
                    faded: modelData.faded === true
                    selected: modelData.n === "302"
                }
            }
        }
        Flow {
            anchors.top: grid.bottom
            anchors.topMargin: Theme.s5
            anchors.left: parent.left
            anchors.right: chips.right
            spacing: Theme.s4

            VisitMark {
                standing: "overdue"
            }
            VisitMark {
                standing: "due"
                text: "今天该去"
            }
            VisitMark {
                standing: "met"
                text: "今天见到"
            }
            VisitMark {
                standing: "away"
            }
            VisitMark {
                standing: "refused"
            }
            VisitMark {
                standing: "vacant"
            }
            VisitMark {
                standing: "phone"
            }
        }
        Pane {
            id: side
            visible: shell.pane
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: parent.bottom

            RowLayout {
                Layout.fillWidth: true
                ColumnLayout {
                    spacing: 0
                    SmallLabel {
                        text: "纺织厂家属院 乙1·3单元"
                        Layout.fillWidth: true
                    }
                    RowLayout {
                        spacing: Theme.s3
                        FigureLabel {
                            text: "502"
                        }
                        HeadingLabel {
                            text: "高玉芬"
                            Layout.fillWidth: true
                        }
                    }
                }
                TextLink {
                    text: "看这户"
                    trailing: "forward"
                }
            }
            Flow {
                spacing: Theme.s2
                Layout.fillWidth: true
                Tag {
                    text: "独居"
                }
                Tag {
                    text: "90 岁"
                }
                Tag {
                    glyph: "lock"
                    text: "另有 1 项已遮"
                }
            }
            RowLayout {
                VisitMark {
                    standing: "overdue"
                    text: "超 2 天"
                }
                SmallLabel {
                    text: "已 9 天没见到，7 天一次"
                    Layout.fillWidth: true
                }
            }
            Divider {
                Layout.fillWidth: true
            }
            NoticeLine {
                glyph: "hint"
                role: "accent"
                token: "body"
                text: "铃坏了，敲窗户，等一等"
                Layout.fillWidth: true
            }
            NoticeLine {
                glyph: "promise"
                role: "accent"
                token: "body"
                text: "答应过：问供热站，暖气不热"
                Layout.fillWidth: true
            }
            NoticeLine {
                glyph: "history"
                role: "accent"
                token: "body"
                text: "11月11日见到，11月18日无人"
                Layout.fillWidth: true
            }
            foot: [
                SmallLabel {
                    text: "点一下就记好"
                    strong: true
                },
                GridLayout {
                    columns: 2
                    uniformCellWidths: true
                    rowSpacing: Theme.s2
                    columnSpacing: Theme.s2
                    Layout.fillWidth: true

                    FieldButton {
                        stacked: true
                        glyph: "cross"
                        text: "拒访"
                        Layout.fillWidth: true
                    }
                    FieldButton {
                        stacked: true
                        glyph: "more"
                        text: "别的结果"
                        Layout.fillWidth: true
                    }
                    FieldButton {
                        stacked: true
                        glyph: "mark-away"
                        text: "无人"
                        Layout.fillWidth: true
                    }
                    FieldButton {
                        stacked: true
                        glyph: "people"
                        text: "家人代述"
                        Layout.fillWidth: true
                    }
                },
                PrimaryButton {
                    glyph: "check"
                    text: "见到"
                    Layout.fillWidth: true
                }
            ]
        }
    }
    BottomSheet {
        open: !shell.pane

        RowLayout {
            spacing: Theme.s4
            FigureLabel {
                text: "3-502"
            }
            HeadingLabel {
                text: "高玉芬"
            }
            VisitMark {
                standing: "overdue"
                text: "超 2 天"
            }
            Item {
                Layout.fillWidth: true
            }
            TextLink {
                text: "看这户"
                trailing: "forward"
            }
        }
        RowLayout {
            spacing: Theme.s2
            FieldButton {
                stacked: true
                glyph: "more"
                text: "别的结果"
                Layout.fillWidth: true
            }
            FieldButton {
                stacked: true
                glyph: "mark-away"
                text: "无人"
                Layout.fillWidth: true
            }
            PrimaryButton {
                glyph: "check"
                text: "见到"
                Layout.fillWidth: true
                Layout.preferredWidth: 253
            }
        }
    }
}
