pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// What wants a look, and earlier rounds.
ColumnLayout {
    id: side

    required property SyncModel vm

    signal opened(key: string, argument: string)

    spacing: Theme.s3

    SectionHeading {
        visible: looks.count > 0
        title: "要你看一眼"
        Layout.fillWidth: true
    }
    Card {
        visible: looks.count > 0
        Layout.fillWidth: true

        Repeater {
            id: looks
            model: side.vm.looks

            TallRow {
                id: look

                required property string key
                required property int index
                required glyph
                required title
                required detail

                objectName: "look-" + look.key
                glyphRole: "accent"
                interactive: look.key !== ""
                showsChevron: look.key !== ""
                showsDivider: look.index < looks.count - 1
                Layout.fillWidth: true
                onClicked: if (look.key === "merged")
                    side.opened("conflicts", "merged");
                else if (look.key !== "")
                    side.opened(look.key, "")
            }
        }
    }
    SyncNotices {
        vm: side.vm.notices as NoticesModel
        Layout.fillWidth: true
        Layout.topMargin: Theme.s2
    }
    SectionHeading {
        title: "前几次"
        Layout.fillWidth: true
        Layout.topMargin: Theme.s2
    }
    SmallLabel {
        visible: rounds.count === 0
        text: "还没同步过。连上办公室的网，按“现在试一次”。"
        Layout.fillWidth: true
    }
    Card {
        visible: rounds.count > 0
        Layout.fillWidth: true

        Repeater {
            id: rounds
            model: side.vm.rounds

            TallRow {
                id: past

                required property string key
                required property string length
                required property int index
                required glyph
                required title
                required detail

                visible: past.index < 4
                objectName: "round-" + past.key
                strongTitle: false
                showsChevron: true
                showsDivider: past.index < Math.min(rounds.count, 4) - 1
                Layout.fillWidth: true
                onClicked: side.opened("rounds", past.key)

                SmallLabel {
                    text: past.length
                }
            }
        }
    }
}
