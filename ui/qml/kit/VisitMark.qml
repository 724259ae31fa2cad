import QtQuick

// How a visit stands: ▲ overdue, ◆ due, ● met, ⊖ away, ⊗ refused, ⊘ vacant, with its word.
StateMark {
    id: mark

    // overdue · due · met · away · refused · vacant · phone
    property string standing: ""
    readonly property var known: ({
            overdue: ["overdue", "late", "超了"],
            due: ["due", "due", "今天"],
            met: ["met", "met", "见到"],
            away: ["away", "away", "无人"],
            refused: ["refused", "away", "拒访"],
            vacant: ["vacant", "ink3", "空置"],
            phone: ["icon-phone", "ink2", "电话"]
        })
    readonly property var look: mark.known[mark.standing] ?? ["", "ink2", ""]

    shape: mark.look[0]
    role: mark.look[1]
    text: mark.look[2]
    strong: true
}
