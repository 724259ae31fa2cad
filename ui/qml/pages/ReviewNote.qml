import QtQuick
import QtQuick.Layouts
import kit

// A new 批示 under its seal; the whole card opens the page it stands on.
Touchable {
    id: review

    required property string key
    required property string title
    required property string words
    required property string note

    signal chosen(key: string)

    objectName: "review-" + review.key
    spoken: review.title + "，" + review.words
    leftPadding: Theme.s4 + Theme.s1
    rightPadding: Theme.s4 + Theme.s1
    topPadding: Theme.s4
    bottomPadding: Theme.s4
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    onClicked: review.chosen(review.key)
    background: Rectangle {
        radius: Theme.radius
        color: review.down ? Theme.sunken : Theme.surface
        border.width: Theme.lineThin
        border.color: Theme.line
    }
    contentItem: ColumnLayout {
        spacing: Theme.s1

        RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true

            Seal {}
            BodyLabel {
                text: review.title
                strong: true
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
        BodyLabel {
            text: review.words
            Accessible.ignored: true
            Layout.fillWidth: true
        }
        SmallLabel {
            visible: review.note !== ""
            text: review.note
            Accessible.ignored: true
            Layout.fillWidth: true
        }
    }
}
