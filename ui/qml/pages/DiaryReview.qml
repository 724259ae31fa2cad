import QtQuick
import QtQuick.Layouts
import kit

// What the secretary wrote, under the seal, with the two answers.
Card {
    id: card

    required property string key
    required property string author
    required property string where
    required property string words
    required property string kindWord
    required property string due
    required property string answer
    required property bool canAnswer
    required property bool isForOther

    signal replied(review: string, kind: string)

    padding: Theme.s4
    spacing: Theme.s1

    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true

        Seal {
            text: "批"
        }
        BodyLabel {
            text: card.author
            strong: true
        }
        SmallLabel {
            text: [card.kindWord === "批示" ? "" : card.kindWord, card.where].filter(
                      part => part !== "").join("，")
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: card.answer !== ""
            text: card.answer
        }
        TextLink {
            objectName: "received-" + card.key
            visible: card.canAnswer && card.answer === ""
            glyph: "inbox"
            text: "收到"
            onClicked: card.replied(card.key, "received")
        }
        TextLink {
            objectName: "done-" + card.key
            visible: card.canAnswer && !card.isForOther
            glyph: "check"
            text: "办了"
            onClicked: card.replied(card.key, "done")
        }
    }
    ReadingLabel {
        visible: card.words !== ""
        text: card.words
        Layout.fillWidth: true
    }
    SmallLabel {
        visible: card.due !== ""
        text: card.due
        Layout.fillWidth: true
    }
}
