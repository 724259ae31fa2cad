pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kit
import FieldModels

// Under the lines: what to write from, categories and urgency, which follow the writing.
ColumnLayout {
    id: foot

    required property DiaryModel vm
    required property DiaryEditor editor

    spacing: Theme.s3

    ColumnLayout {
        visible: foot.editor.isDraft && foot.vm.metHint !== ""
        spacing: Theme.s2
        Layout.fillWidth: true

        BodyLabel {
            objectName: "diaryEmpty"
            text: foot.vm.metHint
            color: Theme.ink2
            Layout.fillWidth: true
        }
        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            Repeater {
                model: foot.vm.met

                FilterChip {
                    required property string key
                    required property string label
                    objectName: "met-" + key
                    text: label
                    onClicked: foot.vm.beginWith(key)
                }
            }
        }
    }
    RowLayout {
        visible: foot.editor.isDraft
        spacing: Theme.s2
        Layout.fillWidth: true

        Flow {
            spacing: Theme.s2
            Layout.fillWidth: true

            Repeater {
                model: foot.vm.categories

                FilterChip {
                    required property var modelData
                    objectName: "category-" + modelData.key
                    text: modelData.text
                    chosen: modelData.chosen
                    ticked: true
                    onClicked: foot.editor.toggleCategory(modelData.key)
                }
            }
            FilterChip {
                objectName: "seal"
                glyph: "lock"
                text: "整篇密封"
                spoken: "整篇密封，列表和找里都不露字"
                chosen: foot.editor.isSealed
                ticked: true
                onClicked: foot.editor.toggleSeal()
            }
            Select {
                objectName: "otherCategory"
                visible: foot.vm.otherCategories.length > 0
                prompt: "别的类别"
                spoken: "别的类别"
                model: foot.vm.otherCategories
                textRole: "text"
                valueRole: "key"
                currentIndex: -1
                onActivated: index => {
                    foot.editor.toggleCategory(foot.vm.otherCategories[index].key);
                    currentIndex = -1;
                }
            }
        }
        Select {
            objectName: "urgency"
            glyph: "clock"
            spoken: "要多快办"
            model: foot.vm.urgencies
            textRole: "text"
            valueRole: "key"
            currentIndex: foot.vm.urgencyIndex
            Layout.alignment: Qt.AlignTop
            onActivated: index => foot.editor.setUrgency(foot.vm.urgencies[index].key)
        }
    }
    Flow {
        visible: !foot.editor.isDraft
        spacing: Theme.s2
        Layout.fillWidth: true

        Repeater {
            model: foot.vm.tags

            Tag {
                required property string modelData
                visible: modelData !== ""
                text: modelData
            }
        }
    }
}
