import QtQuick
import QtQuick.Layouts
import kit

// 紧急: whom to ring at once, and the address to read out.
Card {
    id: card

    property string address: ""

    padding: Theme.s4
    spacing: Theme.s1

    NoticeLine {
        glyph: "emergency"
        role: "late"
        token: "body"
        strong: true
        text: "紧急：急救 120，报警 110，火警 119"
        Layout.fillWidth: true
    }
    BodyLabel {
        visible: card.address !== ""
        text: "照着念：" + card.address
        Layout.fillWidth: true
    }
}
