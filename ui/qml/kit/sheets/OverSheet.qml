import QtQuick
import QtQuick.Layouts
import kit

// What lies over a page: a dialog on its scrim.
Places {
    id: shell
    current: "sync"

    Page {
        anchors.fill: parent
        title: "同步"
        stateText: "离线，6 条已存本机"

        Banner {
            width: parent.width
            glyph: "inbox"
            title: "1 条敲门社区没收下"
            text: "唐桂兰昨天合到女儿家 甲1-1-402，这条还写着老门号。\n改过去就能送，一个字也没丢。"

            Button {
                compact: true
                text: "改到 甲1-1-402，再送"
            }
            Button {
                compact: true
                text: "自己改"
            }
            TextLink {
                text: "先放着"
            }
        }
        Dialog {
            id: dialog
            title: "把这台平板清空？"
            actions: [
                Button {
                    text: "清空"
                },
                TextLink {
                    text: "先不"
                }
            ]

            BodyLabel {
                text: "还有 6 条没送出去，清空就没有了。先同步一次，再来清。"
                Layout.fillWidth: true
            }
        }
    }
    Component.onCompleted: dialog.open()
}
