import QtQuick
import QtQuick.Layouts
import kit

// A heading, a person or a door, or a line of the diary.
Item {
    id: hit

    required property string key
    required property string kind
    required property string heading
    required property string hint
    required property string door
    required property string title
    required property var spans
    required property string detail
    required property string standing
    required property string word
    required property bool isFirst
    required property bool isLast
    property string chosen: ""

    signal opened(key: string)

    implicitHeight: hit.heading === "" ? row.implicitHeight : head.implicitHeight + 2 * Theme.s3

    SectionHeading {
        id: head
        visible: hit.heading !== ""
        width: parent.width
        anchors.verticalCenter: parent.verticalCenter
        title: hit.heading
        hint: hit.hint
    }
    CardRowFace {
        visible: row.visible
        anchors.fill: parent
        isFirst: hit.isFirst
        isLast: hit.isLast
        color: hit.key === hit.chosen ? Theme.accentTint : Theme.surface
    }
    TallRow {
        id: row
        objectName: "hit-" + hit.key
        visible: hit.heading === ""
        anchors.left: parent.left
        anchors.right: parent.right
        lead: hit.door
        leadWidth: 128
        glyph: hit.kind === "diary" ? "diary" : hit.kind === "issue" ? "issues" : ""
        title: hit.title
        barred: hit.key === hit.chosen
        Accessible.selected: hit.key === hit.chosen
        showsChevron: true
        showsDivider: false
        spoken: [hit.door, hit.title, hit.detail, hit.word].filter(part => part !== "").join("，")
                || hit.spans.map(span => span.text).join("")
        onClicked: hit.opened(hit.key)
        contentItem: RowLayout {
            spacing: Theme.s3

            HeadingLabel {
                visible: hit.door !== ""
                text: hit.door
                Accessible.ignored: true
                Layout.preferredWidth: Math.max(Theme.s7 * 2 * Theme.textScale + Theme.s5,
                                                implicitWidth)
            }
            Icon {
                visible: hit.kind === "diary" || hit.kind === "issue"
                name: hit.kind === "issue" ? "issues" : "diary"
            }
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                SpanLabel {
                    visible: hit.title !== "" || hit.spans.length > 0
                    spans: [
                        {
                            text: hit.title === "" ? "" : hit.title + "\u2003",
                            strong: true
                        },
                        ...hit.spans.map(span => ({
                                    text: span.text,
                                    mark: span.mark,
                                    strong: span.strong,
                                    dim: hit.title !== "" && !span.mark
                                }))
                    ]
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
                SmallLabel {
                    visible: hit.detail !== ""
                    text: hit.detail
                    Accessible.ignored: true
                    Layout.fillWidth: true
                }
            }
            VisitMark {
                visible: hit.word !== ""
                standing: hit.standing
                text: hit.word
            }
            Icon {
                name: "forward"
                px: Theme.iconSmall
            }
        }
    }
}
