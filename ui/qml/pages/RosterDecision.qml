import QtQuick
import kit

// Whose words stand where the file says otherwise: what is chosen shows, the other is one tap away.
Row {
    id: decision

    property string key: ""
    property string spoken: ""
    property bool takes: false
    property bool keeps: false
    property bool wide: true

    signal decided(takes: bool)

    spacing: Theme.s1

    FilterChip {
        objectName: "keep-" + decision.key
        text: decision.wide ? "留着原来的" : "都留原来的"
        spoken: decision.spoken + "，" + text
        chosen: decision.keeps
        onClicked: decision.decided(false)
    }
    FilterChip {
        objectName: "take-" + decision.key
        text: decision.wide ? "用表里的" : "都用表里的"
        spoken: decision.spoken + "，" + text
        chosen: decision.takes
        onClicked: decision.decided(true)
    }
}
