import QtQuick

// A filter or a choice that stays: word, count, filled when chosen.
Touchable {
    id: control

    property string glyph: ""
    property string count: ""
    // A tick before the word when chosen, where several may be.
    property bool ticked: false
    property string token: "small"

    checkable: true
    leftPadding: Theme.s4
    rightPadding: Theme.s4
    Accessible.checkable: true
    Accessible.checked: control.checked
    Accessible.name: control.count === "" ? control.text : control.text + " " + control.count
    background: Rectangle {
        radius: control.radius
        color: control.checked ? (control.down ? Theme.accentPress : Theme.accent)
                               : (control.down ? Theme.sunken : Theme.surface)
        border.width: control.checked ? 0 : Theme.lineThin
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
                name: control.ticked && control.checked ? "check" : control.glyph
                role: control.checked ? "accentInk" : "ink"
                px: Theme.iconSmall
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                text: control.text
                token: control.token
                strong: control.checked
                color: control.checked ? Theme.accentInk : Theme.ink
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            Label {
                visible: control.count !== ""
                text: control.count
                token: control.token
                strong: true
                color: control.checked ? Theme.accentInk : Theme.ink
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
