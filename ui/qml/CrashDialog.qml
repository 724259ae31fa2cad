import QtQuick
import QtQuick.Layouts
import kit

// A bug of ours, told as one: nothing is lost, and the report names nobody.
Dialog {
    id: dialog

    property string report: ""

    signal dismissed

    title: "程序出了点毛病"
    onClosed: dialog.dismissed()
    actions: FieldButton {
        objectName: "dismissCrash"
        text: "接着用"
        filled: true
        onClicked: dialog.close()
    }

    BodyLabel {
        text: "存过的都在。下面这几行里没有人名、号码和写的字，抄给社区就能修。"
        Layout.fillWidth: true
    }
    Card {
        padding: Theme.s4
        Layout.fillWidth: true

        SmallLabel {
            text: dialog.report
            Layout.fillWidth: true
        }
    }
}
