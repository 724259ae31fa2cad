import QtQuick
import QtQuick.Layouts
import kit

// A campaign: what is left stands large, what was reached is the bar; the whole card opens it.
Touchable {
    id: campaign

    required property string key
    required property string title
    required property string sign
    required property string until
    required property int remaining
    required property string countText
    required property real share

    signal chosen(key: string)

    objectName: "campaign-" + campaign.key
    spoken: campaign.title + "，" + (campaign.remaining > 0 ? "还剩 " + campaign.remaining + " 户"
                                                           : "都见到了")
    leftPadding: Theme.s4 + Theme.s1
    rightPadding: Theme.s4 + Theme.s1
    topPadding: Theme.s4
    bottomPadding: Theme.s4
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    onClicked: campaign.chosen(campaign.key)
    background: Rectangle {
        radius: Theme.radius
        color: campaign.down ? Theme.sunken : Theme.surface
        border.width: Theme.lineThin
        border.color: Theme.line
    }
    contentItem: ColumnLayout {
        spacing: Theme.s2

        RowLayout {
            spacing: Theme.s3
            Layout.fillWidth: true

            Icon {
                name: campaign.sign
                role: "accent"
            }
            BodyLabel {
                text: campaign.title
                strong: true
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            SmallLabel {
                text: campaign.until
            }
        }
        RowLayout {
            spacing: Theme.s5
            Layout.fillWidth: true

            Row {
                spacing: Theme.s1

                BodyLabel {
                    id: before
                    text: campaign.remaining > 0 ? "还剩" : "都见到了"
                    anchors.baseline: figure.baseline
                }
                TitleLabel {
                    id: figure
                    visible: campaign.remaining > 0
                    text: String(campaign.remaining)
                }
                BodyLabel {
                    visible: campaign.remaining > 0
                    text: "户"
                    anchors.baseline: figure.baseline
                }
            }
            ProgressBar {
                value: campaign.share
                text: campaign.countText
                Layout.fillWidth: true
            }
        }
    }
}
