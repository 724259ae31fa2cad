pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels
import FieldTheme

// How the screens are read: size of the letters, light, gloves, motion. Kept on this device.
Card {
    id: look

    required property MeModel vm

    function keep() {
        look.vm.keepLook(ThemeSource.light, ThemeSource.textScale, ThemeSource.gloves,
                         ThemeSource.reducedMotion, ThemeSource.thrift);
    }

    padding: Theme.s4
    spacing: Theme.s3

    Field {
        label: "字多大"
        Layout.fillWidth: true

        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            Repeater {
                model: [
                    {
                        scale: 1.0,
                        word: "平常"
                    },
                    {
                        scale: 1.25,
                        word: "大一点"
                    },
                    {
                        scale: 1.5,
                        word: "最大"
                    }
                ]

                FilterChip {
                    required property var modelData

                    objectName: "scale-" + modelData.scale
                    text: modelData.word
                    chosen: ThemeSource.textScale === modelData.scale
                    onClicked: {
                        ThemeSource.textScale = modelData.scale;
                        look.keep();
                    }
                }
            }
        }
    }
    Field {
        label: "亮暗"
        Layout.fillWidth: true

        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            Repeater {
                model: [
                    {
                        light: "light",
                        word: "白天"
                    },
                    {
                        light: "dark",
                        word: "晚上"
                    },
                    {
                        light: "contrast",
                        word: "黑白分明"
                    }
                ]

                FilterChip {
                    required property var modelData

                    objectName: "light-" + modelData.light
                    text: modelData.word
                    chosen: ThemeSource.light === modelData.light
                    onClicked: {
                        ThemeSource.light = modelData.light;
                        look.keep();
                    }
                }
            }
        }
    }
    Field {
        label: "别的"
        Layout.fillWidth: true

        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            FilterChip {
                objectName: "gloves"
                text: "戴手套，门画大些"
                ticked: true
                chosen: ThemeSource.gloves
                onClicked: {
                    ThemeSource.gloves = !ThemeSource.gloves;
                    look.keep();
                }
            }
            FilterChip {
                objectName: "reducedMotion"
                text: "画面不滑动"
                ticked: true
                chosen: ThemeSource.reducedMotion
                onClicked: {
                    ThemeSource.reducedMotion = !ThemeSource.reducedMotion;
                    look.keep();
                }
            }
            FilterChip {
                objectName: "thrift"
                text: "省电，不自动同步"
                ticked: true
                chosen: ThemeSource.thrift
                onClicked: {
                    ThemeSource.thrift = !ThemeSource.thrift;
                    look.keep();
                }
            }
        }
    }
}
