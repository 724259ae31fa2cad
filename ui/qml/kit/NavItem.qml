import QtQuick

// One place to go: sign, word, count; the one where one is carries the bar.
Touchable {
    id: item

    property string glyph: ""
    property string badge: ""
    property bool badgeStrong: false
    property bool current: false
    // Of the portrait bar: the mark lies above instead of at the left.
    property bool inBar: false

    ringInside: true
    implicitHeight: item.inBar ? Theme.barHeight : Math.max(Theme.touchField,
                               Theme.iconRail + Theme.letters.small.line + Theme.s4)
    implicitWidth: Theme.railWidth
    Accessible.role: Accessible.PageTab
    Accessible.name: item.badge === "" ? item.text : item.text + "，" + item.badge + " 条"
    Accessible.selected: item.current
    background: Rectangle {
        color: item.down ? Theme.accentTint : item.current ? Theme.page : "transparent"
        border.width: item.current && Theme.highContrast ? Theme.lineTouch : 0
        border.color: Theme.accent

        Rectangle {
            visible: item.current
            x: item.inBar ? (parent.width - width) / 2 : 0
            y: item.inBar ? 0 : (parent.height - height) / 2
            width: item.inBar ? Math.min(Theme.touchField, parent.width) : Theme.lineMark
            height: item.inBar ? Theme.lineMark : Theme.touchMin
            color: Theme.accent
        }
    }
    contentItem: Item {
        Column {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: item.inBar ? 2 : 0
            spacing: Theme.lineTouch + 1

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: item.glyph
                role: item.current ? "accent" : "ink2"
                px: Theme.iconRail

                Rectangle {
                    visible: item.badge !== ""
                    x: parent.width - 1
                    y: -4
                    width: Math.max(height, count.implicitWidth + Theme.s2)
                    height: Math.max(20, Theme.letters.mark.line)
                    radius: Theme.radiusSmall
                    color: item.badgeStrong ? Theme.accent : Theme.page
                    border.width: item.badgeStrong ? 0 : Theme.lineThin
                    border.color: Theme.ink3

                    MarkLabel {
                        id: count
                        anchors.centerIn: parent
                        text: item.badge
                        strong: true
                        color: item.badgeStrong ? Theme.accentInk : Theme.ink2
                        Accessible.ignored: true
                    }
                }
            }
            SmallLabel {
                anchors.horizontalCenter: parent.horizontalCenter
                text: item.text
                strong: item.current
                color: item.current ? Theme.accent : Theme.ink2
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
