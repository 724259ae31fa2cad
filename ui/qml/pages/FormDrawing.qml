pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// The building as it would be drawn: one unit, top floor on top.
ColumnLayout {
    id: drawing

    required property BuildingDrawing vm

    spacing: Theme.s3

    SectionHeading {
        title: "画出来是这样"
        Layout.fillWidth: true
    }
    BodyLabel {
        objectName: "drawnText"
        text: drawing.vm.text
        color: Theme.ink2
        Layout.fillWidth: true
    }
    Card {
        visible: floorList.count > 0
        padding: Theme.s3
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.maximumHeight: floorList.contentHeight + 2 * Theme.s3 + Theme.s1

        ScrollList {
            id: floorList
            objectName: "drawnFloors"
            model: drawing.vm.floors
            contentWidth: contentItem.childrenRect.width
            flickableDirection: Flickable.AutoFlickIfNeeded
            Accessible.name: drawing.vm.text
            Layout.fillWidth: true
            Layout.fillHeight: true
            delegate: Row {
                id: floor

                required property string key
                required property var doors

                spacing: Theme.doorGap
                bottomPadding: Theme.doorGap

                SmallLabel {
                    width: Theme.s7
                    text: floor.key
                    color: Theme.ink3
                    height: Theme.s6
                    verticalAlignment: Text.AlignVCenter
                }
                Repeater {
                    model: floor.doors

                    Rectangle {
                        id: door

                        required property string modelData

                        width: Math.max(Theme.doorWidth, number.implicitWidth + Theme.s2)
                        height: Math.max(Theme.s6, number.implicitHeight)
                        radius: Theme.radiusSmall
                        color: Theme.surface
                        border.width: Theme.lineThin
                        border.color: Theme.edge

                        SmallLabel {
                            id: number
                            anchors.centerIn: parent
                            text: door.modelData
                            wrapMode: Text.NoWrap
                        }
                    }
                }
            }
        }
    }
}
