import QtQuick

// A filter or a choice that stays: word, count, filled when chosen.
Touchable {
    id: control

    property string glyph: ""
    property string count: ""
    // A tick before the word when chosen, where several may be.
    property bool ticked: false
    property string token: "small"
    // Bound to a view-model; a tap changes nothing by itself.
    property bool chosen: false
    // Where it says where one is and not what is to be done: framed, so that the main action leads.
    property bool quiet: false
    readonly property bool shown: control.chosen || control.checked
    readonly property bool filled: control.shown && !control.quiet
    readonly property color letters: control.filled ? Theme.accentInk
                                                    : control.shown ? Theme.accent : Theme.ink

    leftPadding: Theme.s4
    rightPadding: Theme.s4
    Accessible.checkable: true
    Accessible.checked: control.shown
    Accessible.name: control.count === "" ? control.text : control.text + " " + control.count
    background: Rectangle {
        radius: control.radius
        color: control.filled ? (control.down ? Theme.accentPress : Theme.accent)
                              : control.down ? Theme.sunken
                                             : control.shown ? Theme.accentTint : Theme.surface
        border.width: control.filled ? 0 : control.shown ? Theme.lineTouch : Theme.lineThin
        border.color: control.shown ? Theme.accent : Theme.edge
    }
    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.s2

            Icon {
                visible: name !== ""
                name: control.ticked && control.shown ? "check" : control.glyph
                role: control.filled ? "accentInk" : control.shown ? "accent" : "ink"
                px: Theme.iconSmall
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                text: control.text
                token: control.token
                strong: control.shown
                color: control.letters
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            Label {
                visible: control.count !== ""
                text: control.count
                token: control.token
                strong: true
                color: control.letters
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
