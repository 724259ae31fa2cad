pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// One photograph over everything, with zoom; buttons, keys, wheel and two fingers do the same.
T.Popup {
    id: view

    property alias actions: foot.data
    property string source: ""
    property string text: ""
    property real zoom: 1
    readonly property real most: 4

    function zoomBy(factor: real) {
        const before = view.zoom;
        view.zoom = Math.min(view.most, Math.max(1, before * factor));
        const ratio = view.zoom / before;
        sheet.contentX = Math.max(0, (sheet.contentX + sheet.width / 2) * ratio - sheet.width / 2);
        sheet.contentY = Math.max(0, (sheet.contentY + sheet.height / 2) * ratio - sheet.height / 2);
        sheet.returnToBounds();
    }

    parent: T.Overlay.overlay
    width: parent?.width ?? 0
    height: parent?.height ?? 0
    padding: Theme.s4
    modal: !Theme.isConcealed
    focus: true
    closePolicy: Theme.isConcealed ? T.Popup.NoAutoClose : T.Popup.CloseOnEscape
    onOpened: view.zoom = 1
    background: Rectangle {
        color: Theme.page
    }
    contentItem: ColumnLayout {
        spacing: Theme.s3
        Accessible.role: Accessible.Dialog
        Accessible.name: view.text
        Keys.onPressed: event => {
            if (event.key === Qt.Key_Plus || event.key === Qt.Key_Equal)
                view.zoomBy(2);
            else if (event.key === Qt.Key_Minus)
                view.zoomBy(0.5);
            else
                return;
            event.accepted = true;
        }

        Flickable {
            id: sheet
            clip: true
            contentWidth: picture.width
            contentHeight: picture.height
            boundsBehavior: Flickable.StopAtBounds
            Layout.fillWidth: true
            Layout.fillHeight: true

            Image {
                id: picture
                objectName: "photoPicture"
                width: sheet.width * view.zoom
                height: sheet.height * view.zoom
                source: view.source
                fillMode: Image.PreserveAspectFit
                mipmap: true
                Accessible.role: Accessible.Graphic
                Accessible.name: view.text
            }
            PinchHandler {
                target: null
                onScaleChanged: delta => view.zoomBy(delta)
            }
            WheelHandler {
                onWheel: event => view.zoomBy(event.angleDelta.y > 0 ? 1.25 : 0.8)
            }
        }
        GridLayout {
            columns: Theme.oneColumn ? 1 : 2
            columnSpacing: Theme.s3
            rowSpacing: Theme.s2
            Layout.fillWidth: true

            BodyLabel {
                objectName: "photoText"
                text: view.text
                color: Theme.ink2
                Layout.fillWidth: true
            }
            RowLayout {
                spacing: Theme.s2
                Layout.alignment: Qt.AlignRight

                Button {
                    objectName: "photoSmaller"
                    text: "缩小"
                    onClicked: view.zoomBy(0.5)
                }
                Button {
                    objectName: "photoLarger"
                    text: "放大"
                    onClicked: view.zoomBy(2)
                }
                RowLayout {
                    id: foot
                    spacing: Theme.s2
                }
                FieldButton {
                    objectName: "closePhoto"
                    text: "看完了"
                    filled: true
                    onClicked: view.close()
                }
            }
        }
    }
}
