pragma ComponentBehavior: Bound

import QtQuick
import kit
import FieldModels

// Households under the line being written; Enter takes the first.
Flow {
    id: row

    required property DiaryOffers offers

    signal picked(household: string)

    spacing: Theme.s2

    Repeater {
        model: row.offers.rows

        Touchable {
            id: offer

            required property string key
            required property string label
            required property string note
            required property bool isFirst

            objectName: "offer-" + offer.key
            leftPadding: Theme.s4
            rightPadding: Theme.s4
            text: offer.label
            spoken: [offer.label, offer.note].filter(part => part !== "").join("，")
            onClicked: row.picked(offer.key)
            background: Rectangle {
                radius: Theme.radius
                color: offer.down ? Theme.sunken : offer.isFirst ? Theme.accentTint : Theme.surface
                border.width: offer.isFirst ? Theme.lineTouch : Theme.lineThin
                border.color: offer.isFirst ? Theme.accent : Theme.edge
            }
            contentItem: SpanLabel {
                token: "small"
                color: Theme.ink
                wrapMode: Text.NoWrap
                verticalAlignment: Text.AlignVCenter
                spans: [
                    {
                        text: offer.label,
                        strong: true
                    },
                    {
                        text: offer.note === "" ? "" : "  " + offer.note,
                        dim: true
                    }
                ]
            }
        }
    }
    SmallLabel {
        visible: row.offers.hint !== ""
        height: Theme.touchMin
        verticalAlignment: Text.AlignVCenter
        text: row.offers.hint
    }
    TextLink {
        objectName: "moreOffers"
        visible: row.offers.hasMore
        text: "再找"
        trailing: "forward"
        onClicked: row.offers.more()
    }
}
