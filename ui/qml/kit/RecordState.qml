import QtQuick

// How far a record has travelled; the square fills like a glass, and none is better or worse.
StateMark {
    id: record

    // stored · delivered · posted · read
    property string stage: "stored"
    // What follows the word: 照片 3/5, 昨天 16:05.
    property string detail: ""
    readonly property var words: ({
            stored: "已存本机",
            delivered: "已送达",
            posted: "已入账",
            read: "已阅"
        })

    shape: record.stage
    role: "ink2"
    text: (record.words[record.stage] ?? "") + (record.detail === "" ? "" : "，" + record.detail)
}
