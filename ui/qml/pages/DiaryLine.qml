pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// One thought with its tick; written in place, households offered under it.
ColumnLayout {
    id: line

    required property string key
    required property string text
    required property var parts
    required property bool isTicked
    required property string alternate
    required property string clash
    required property bool isMerged
    required property bool isSealed
    required property int index
    property DiaryEditor editor
    property DiaryOffers offers
    property bool isLast: false
    readonly property bool isCurrent: line.editor.isMine && line.editor.current === line.key
    // A sealed line shows its words only while one stands in it.
    readonly property bool isCovered: line.isSealed && !line.isCurrent && line.text !== ""
    readonly property string told: line.isCovered ? "密封的一条" : line.text || "空着的一条"

    signal followed(household: string)
    signal compared(conflict: string)
    signal raised(key: string)

    spacing: 0

    function spans(): var {
        if (line.text === "" && line.editor.isMine)
            return [
                {
                    text: line.index === 0 ? "点这里写，一件事一行" : "接着写",
                    dim: true
                }
            ];
        if (line.isCovered)
            return [
                {
                    text: line.editor.isMine ? "密封的，点开看" : "密封的",
                    dim: true
                }
            ];
        return line.parts.map(part => ({
                    text: part.text,
                    link: part.household,
                    dim: line.isTicked
                }));
    }
    function write() {
        if (area.visible && area.text !== line.text)
            line.editor.write(line.key, area.text, area.cursorPosition);
    }

    RowLayout {
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.rowHeight
        Layout.leftMargin: Theme.s5 + Theme.s1
        Layout.rightMargin: Theme.s2

        Icon {
            visible: line.isSealed && line.text !== ""
            name: "lock"
            role: "ink2"
            px: Theme.iconSmall
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.s4 + Theme.s1
        }
        TextArea {
            id: area
            objectName: "line-" + line.index
            visible: line.isCurrent
            leftPadding: 0
            rightPadding: 0
            topPadding: Theme.s3
            bottomPadding: Theme.s3
            implicitHeight: contentHeight + topPadding + bottomPadding
            background: null
            spoken: "第 " + (line.index + 1) + " 条"
            placeholderText: line.index === 0 ? "写一件事，@ 后面打首字母能点到户" : "接着写"
            Layout.fillWidth: true
            onTextChanged: line.write()
            onCursorPositionChanged: if (area.activeFocus)
                line.editor.write(line.key, area.text, area.cursorPosition)
            Keys.onReturnPressed: line.editor.enter(line.key, area.cursorPosition)
            Keys.onEnterPressed: line.editor.enter(line.key, area.cursorPosition)
            Keys.onEscapePressed: event => {
                event.accepted = line.offers.isOn;
                line.offers.stop();
            }
            Keys.onPressed: event => {
                const first = area.cursorRectangle.y < Theme.s4;
                const last = area.cursorRectangle.y + area.cursorRectangle.height
                        > area.height - Theme.s4 - Theme.s2;
                if (event.key === Qt.Key_Backspace && area.cursorPosition === 0 && area.selectedText === "")
                    event.accepted = line.editor.joinBefore(line.key);
                else if (event.key === Qt.Key_Up && first) {
                    line.editor.step(line.key, -1);
                    event.accepted = true;
                } else if (event.key === Qt.Key_Down && last) {
                    line.editor.step(line.key, 1);
                    event.accepted = true;
                }
            }
            Component.onCompleted: area.text = line.text
        }
        Touchable {
            id: words
            objectName: "words-" + line.index
            visible: !line.isCurrent
            ringInside: true
            focusPolicy: line.editor.isMine ? Qt.StrongFocus : Qt.NoFocus
            spoken: line.told + (line.editor.isMine ? "，点一下改" : "")
            topPadding: Theme.s3
            bottomPadding: Theme.s3
            Layout.fillWidth: true
            onClicked: line.editor.choose(line.key)
            contentItem: SpanLabel {
                token: "reading"
                spans: line.spans()
                onFollowed: household => line.followed(household)
            }
        }
        TickBox {
            objectName: "tick-" + line.index
            visible: line.editor.isMine
            chosen: line.isTicked
            text: "办完了：" + line.told
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.s1 + Theme.lineTouch
            onClicked: line.editor.tick(line.key)
        }
    }
    RowLayout {
        objectName: "alternate-" + line.index
        visible: !line.isCovered && (line.clash !== "" || line.isMerged)
        spacing: Theme.s3
        Layout.fillWidth: true
        Layout.leftMargin: Theme.s5 + Theme.s1
        Layout.rightMargin: Theme.s2

        SmallLabel {
            text: line.clash !== "" ? "也写成：" + line.alternate : "两处写的自动合好了"
            Layout.fillWidth: true
        }
        TextLink {
            objectName: "compare-" + line.index
            text: line.clash !== "" ? "并排看" : "看看"
            trailing: "forward"
            onClicked: line.compared(line.clash !== "" ? line.clash : "merged")
        }
    }
    RowLayout {
        visible: line.isCurrent && line.text !== "" && !line.offers.isOn
        spacing: Theme.s2
        Layout.leftMargin: Theme.s4

        TextLink {
            objectName: "raise-" + line.index
            glyph: "issues"
            text: "记成事项"
            onClicked: line.raised(line.key)
        }
        TextLink {
            objectName: "seal-" + line.index
            glyph: "lock"
            text: line.isSealed ? "不密封这一条" : "密封这一条"
            onClicked: line.editor.sealLine(line.key)
        }
    }
    DiaryOffersRow {
        visible: line.isCurrent && line.offers.isOn
        offers: line.offers
        Layout.fillWidth: true
        Layout.leftMargin: Theme.s5 + Theme.s1
        Layout.rightMargin: Theme.s4
        Layout.bottomMargin: Theme.s3
        onPicked: household => line.editor.pick(household)
    }
    Divider {
        visible: !line.isLast
        Layout.fillWidth: true
    }

    Connections {
        target: line.editor

        function onPlaced(key: string, cursor: int) {
            if (key !== line.key)
                return;
            area.text = line.text;
            area.cursorPosition = Math.min(cursor, area.length);
            area.forceActiveFocus(Qt.OtherFocusReason);
        }
    }
}
