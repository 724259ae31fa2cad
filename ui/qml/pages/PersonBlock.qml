pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit

// One person of a household: who it is, tags, the masked number, how to speak.
ColumnLayout {
    id: person

    required property string key
    required property string name
    required property string summary
    required property string birth
    required property var tags
    required property int hidden
    required property string hiddenText
    required property string shownTags
    required property string maskedId
    required property string shownId
    required property bool canReveal
    required property string speech
    required property string note
    property bool showsRule: false
    readonly property bool hasTags: person.tags.length > 0 || person.hidden > 0
                                    || person.shownTags !== ""

    signal edited(key: string)
    signal revealed(key: string, field: string)

    spacing: 0

    Divider {
        visible: person.showsRule
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: Theme.s4
        Layout.fillWidth: true
        Layout.leftMargin: Theme.s4 + Theme.lineMark
        Layout.rightMargin: Theme.s3
        Layout.topMargin: Theme.s4
        Layout.bottomMargin: Theme.s3

        Avatar {
            text: person.name
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Flow {
                spacing: Theme.s3
                Layout.fillWidth: true

                HeadingLabel {
                    id: nameLabel
                    text: person.name
                }
                BodyLabel {
                    text: person.summary
                    color: Theme.ink2
                    height: nameLabel.height
                    verticalAlignment: Text.AlignVCenter
                }
            }
            SmallLabel {
                visible: person.birth !== ""
                text: person.birth
                Layout.fillWidth: true
            }
        }
        TextLink {
            objectName: "edit-" + person.key
            text: "改"
            spoken: "改" + person.name + "的"
            onClicked: person.edited(person.key)
        }
    }
    Divider {
        visible: person.hasTags || idRow.visible || speechRow.visible || noteRow.visible
        Layout.fillWidth: true
    }
    RowLayout {
        visible: person.hasTags
        spacing: Theme.s2
        Layout.fillWidth: true
        Layout.leftMargin: Theme.s4 + Theme.lineMark
        Layout.rightMargin: Theme.s3
        Layout.topMargin: Theme.s1 + Theme.lineTouch
        Layout.bottomMargin: Theme.s1 + Theme.lineTouch

        SmallLabel {
            text: "标签"
            Layout.preferredWidth: 80
            Layout.alignment: Qt.AlignVCenter
        }
        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter

            Repeater {
                model: person.tags

                Item {
                    id: slot

                    required property string modelData

                    implicitWidth: tag.implicitWidth
                    implicitHeight: Theme.touchMin

                    Tag {
                        id: tag
                        text: slot.modelData
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
            Item {
                visible: person.shownTags !== ""
                implicitWidth: shown.implicitWidth
                implicitHeight: Theme.touchMin

                Tag {
                    id: shown
                    text: person.shownTags
                    anchors.verticalCenter: parent.verticalCenter
                }
            }
            MaskChip {
                visible: person.hidden > 0
                objectName: "revealTags-" + person.key
                text: person.hiddenText
                onClicked: if (person.canReveal)
                    person.revealed(person.key, "tags")
            }
        }
    }
    Divider {
        visible: person.hasTags && (idRow.visible || speechRow.visible || noteRow.visible)
        Layout.fillWidth: true
    }
    FactRow {
        id: idRow
        visible: person.maskedId !== ""
        label: "证件"
        text: person.shownId !== "" ? person.shownId : person.maskedId
        showsDivider: speechRow.visible || noteRow.visible

        TextLink {
            visible: person.canReveal && person.shownId === ""
            objectName: "revealId-" + person.key
            glyph: "lock"
            text: "点开看"
            spoken: "点开看" + person.name + "的证件号，会记下来"
            onClicked: person.revealed(person.key, "id_no")
        }
    }
    FactRow {
        id: speechRow
        visible: person.speech !== ""
        label: "说话"
        text: person.speech
        showsDivider: noteRow.visible
    }
    FactRow {
        id: noteRow
        visible: person.note !== ""
        label: "备注"
        text: person.note
        showsDivider: false
    }
}
