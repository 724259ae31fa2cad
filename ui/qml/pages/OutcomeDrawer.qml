pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// 别的结果: the nine outcomes of 敲门 in the same order; 紧急 stands first.
Dialog {
    id: drawer

    property string address: ""

    signal chosen(outcome: string)

    title: "怎么样"
    mostWidth: 720

    EmergencyCard {
        address: drawer.address
        Layout.fillWidth: true
    }
    OutcomeGrid {
        Layout.fillWidth: true
        onChosen: outcome => {
            drawer.close();
            drawer.chosen(outcome);
        }
    }
}
