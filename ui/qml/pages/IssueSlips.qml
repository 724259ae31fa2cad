pragma ComponentBehavior: Bound

import QtQuick
import kit

// The six slips in a row: done, this one now, still to come, not needed.
Flow {
    id: slips

    required property var slips

    spacing: Theme.s5
    Accessible.role: Accessible.List
    Accessible.name: "六单"

    Repeater {
        model: slips.slips

        StateMark {
            required property string key
            required property string word
            required property string said
            required shape
            required role

            text: word
            spoken: said
        }
    }
}
