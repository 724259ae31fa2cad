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
    readonly property bool shown: control.chosen || control.checked

    leftPadding: Theme.s4
    rightPadding: Theme.s4
    Accessible.checkable: true
    Accessible.checked: control.shown
    Accessible.name: control.count === "" ? control.text : control.text + " " + control.count
    background: Rectangle {
        radius: control.radius
        color: control.shown ? (control.down ? Theme.accentPress : Theme.accent)
                               : (control.down ? Theme.sunken : Theme.surface)
        border.width: control.shown ? 0 : Theme.lineThin
        border.color: Theme.edge
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
                role: control.shown ? "accentInk" : "ink"
                px: Theme.iconSmall
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                text: control.text
                token: control.token
                strong: control.shown
                color: control.shown ? Theme.accentInk : Theme.ink
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            Label {
                visible: control.count !== ""
                text: control.count
                token: control.token
                strong: true
                color: control.shown ? Theme.accentInk : Theme.ink
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
