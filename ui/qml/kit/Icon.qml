import QtQuick
import QtQuick.Window as W

// A drawn sign in the colour of a role; decoration beside a word, so silent to a screen reader.
Image {
    id: icon

    property string name: ""
    property string role: "ink2"
    property int px: Theme.iconText
    readonly property int devicePx: Math.ceil(icon.px * W.Screen.devicePixelRatio)

    width: icon.px
    height: icon.px
    sourceSize: Qt.size(icon.devicePx, icon.devicePx)
    source: icon.name === "" ? ""
                             : `image://icon/${icon.name}/${icon.role}/${icon.devicePx}/${Theme.light}`
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
