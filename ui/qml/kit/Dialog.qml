import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// A question or a choice over the scrim; Esc and a tap beside it close it.
T.Popup {
    id: dialog

    default property alias content: column.data
    property alias actions: foot.data
    property string title: ""
    property int mostWidth: 560

    parent: T.Overlay.overlay
    anchors.centerIn: Theme.keyboardHeight > 0 ? null : parent
    x: ((parent?.width ?? dialog.width) - dialog.width) / 2
    y: Math.max(0, ((parent?.height ?? dialog.height) - Theme.keyboardHeight - dialog.height) / 2)
    width: Math.min(dialog.mostWidth, (parent?.width ?? dialog.mostWidth) - 2 * Theme.s5)
    height: Math.min(implicitHeight, (parent?.height ?? implicitHeight) - Theme.keyboardHeight
                     - 2 * Theme.s5)
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: Theme.s5
    modal: !Theme.isConcealed
    focus: true
    // Under the lock it waits with what is typed in it, and takes no digit of the PIN.
    closePolicy: Theme.isConcealed ? T.Popup.NoAutoClose
                                   : T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.lineTouch
        border.color: Theme.edge
    }
    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }
    contentItem: ColumnLayout {
        spacing: Theme.s4
        Accessible.role: Accessible.Dialog
        Keys.onUpPressed: body.scroll(-1)
        Keys.onDownPressed: body.scroll(1)
        Accessible.name: dialog.title

        HeadingLabel {
            visible: dialog.title !== ""
            text: dialog.title
            Layout.fillWidth: true
        }
        ScrollPane {
            id: body
            spacing: Theme.s3
            Layout.fillWidth: true
            Layout.fillHeight: true

            ColumnLayout {
                id: column
                spacing: Theme.s3
                Layout.fillWidth: true
            }
        }
        RowLayout {
            id: foot
            visible: children.length > 0
            spacing: Theme.s2
            layoutDirection: Qt.RightToLeft
            Layout.alignment: Qt.AlignRight
            Layout.topMargin: Theme.s2
        }
    }
}
