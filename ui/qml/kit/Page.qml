import QtQuick

// What every screen stands in: the top line, and the content within margins.
FocusScope {
    id: page

    default property alias content: body.data
    property alias topItems: top.content
    property string title: ""
    property string context: ""
    property bool showsBack: false
    property string stateText: ""
    property string stateShape: "stored"
    property bool offersHelp: true
    // A pane that runs to the right and lower edge, as beside the doors.
    property bool fullBleed: false

    signal back
    signal helpAsked

    focus: page.visible
    Accessible.role: Accessible.Pane
    Accessible.name: page.title
    Keys.onBackPressed: if (page.showsBack)
        page.back()

    TopLine {
        id: top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.s5
        anchors.rightMargin: Theme.s5
        height: Math.max(Theme.topHeight, implicitHeight)
        title: page.title
        context: page.context
        showsBack: page.showsBack
        stateText: page.stateText
        stateShape: page.stateShape
        offersHelp: page.offersHelp
        onBack: page.back()
        onHelpAsked: page.helpAsked()
    }
    Item {
        id: body
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: top.bottom
        anchors.bottom: parent.bottom
        anchors.leftMargin: Theme.s5
        anchors.rightMargin: page.fullBleed ? 0 : Theme.s5
        anchors.bottomMargin: page.fullBleed ? 0 : Theme.s5
    }
}
