pragma Singleton

import QtQuick
import FieldTheme

// The tokens of the theme file as typed properties; every control and page reads only these.
QtObject {
    id: theme

    readonly property string light: ThemeSource.light
    readonly property bool highContrast: theme.light === "contrast"
    readonly property real textScale: ThemeSource.textScale
    readonly property bool gloves: ThemeSource.gloves
    readonly property bool reducedMotion: ThemeSource.reducedMotion

    // Written by Shell from the window's size, the home in use, and lock and curtain.
    property bool portrait: false
    property bool isConcealed: false
    property bool isDemo: false
    // Written by the window: how much of its lower part a keyboard on the screen takes.
    property real keyboardHeight: 0
    readonly property bool oneColumn: theme.portrait || theme.textScale >= 1.5

    readonly property var colours: ThemeSource.colours
    readonly property color page: theme.colours.page
    readonly property color surface: theme.colours.surface
    readonly property color sunken: theme.colours.sunken
    readonly property color ink: theme.colours.ink
    readonly property color ink2: theme.colours.ink2
    readonly property color ink3: theme.colours.ink3
    readonly property color line: theme.colours.line
    readonly property color edge: theme.colours.edge
    readonly property color accent: theme.colours.accent
    readonly property color accentInk: theme.colours.accentInk
    readonly property color accentPress: theme.colours.accentPress
    readonly property color accentTint: theme.colours.accentTint
    readonly property color late: theme.colours.late
    readonly property color lateTint: theme.colours.lateTint
    readonly property color due: theme.colours.due
    readonly property color dueTint: theme.colours.dueTint
    readonly property color met: theme.colours.met
    readonly property color metTint: theme.colours.metTint
    readonly property color away: theme.colours.away
    readonly property color awayTint: theme.colours.awayTint
    readonly property color rent: theme.colours.rent
    readonly property color rentTint: theme.colours.rentTint
    readonly property color gradeBlue: theme.colours.gradeBlue
    readonly property color gradeBlueTint: theme.colours.gradeBlueTint
    readonly property color focus: theme.colours.focus
    readonly property color focusGap: theme.colours.focusGap
    readonly property color scrim: theme.colours.scrim

    readonly property string family: ThemeSource.family
    readonly property var letters: ThemeSource.letters

    readonly property var sizes: ThemeSource.sizes
    readonly property int s1: theme.sizes.s1
    readonly property int s2: theme.sizes.s2
    readonly property int s3: theme.sizes.s3
    readonly property int s4: theme.sizes.s4
    readonly property int s5: theme.sizes.s5
    readonly property int s6: theme.sizes.s6
    readonly property int s7: theme.sizes.s7
    readonly property int touchMin: theme.sizes.touchMin
    readonly property int touchField: theme.sizes.touchField
    readonly property int buttonHeight: theme.sizes.button
    readonly property int rowHeight: theme.sizes.row
    readonly property int rowTallHeight: theme.sizes.rowTall
    readonly property int topHeight: theme.sizes.top
    readonly property int railWidth: theme.sizes.rail
    readonly property int barHeight: Math.max(theme.sizes.bar, theme.sizes.s2 + theme.sizes.iconRail
                                              + theme.letters.small.line + theme.sizes.s4)
    readonly property int paneWidth: theme.sizes.paneWidth
    readonly property int tickBox: theme.sizes.tickBox
    readonly property int tagHeight: theme.sizes.tag
    readonly property int keyCap: theme.sizes.keyCap
    readonly property int mark: theme.sizes.mark
    readonly property int markSmall: theme.sizes.markSmall
    readonly property int iconSmall: theme.sizes.iconSmall
    readonly property int iconText: theme.sizes.iconText
    readonly property int iconMain: theme.sizes.iconMain
    readonly property int iconRail: theme.sizes.iconRail
    readonly property int avatar: theme.sizes.avatar
    readonly property int seal: theme.sizes.seal
    readonly property int radiusSmall: theme.sizes.radiusSmall
    readonly property int radius: theme.sizes.radius
    readonly property int lineThin: theme.sizes.lineThin
    readonly property int lineTouch: theme.sizes.lineTouch
    readonly property int lineMark: theme.sizes.lineMark
    readonly property int focusWidth: theme.sizes.focusWidth
    readonly property int focusOffset: theme.sizes.focusOffset
    readonly property int focusRadius: theme.sizes.focusRadius

    readonly property var doorCells: ThemeSource.doorCells
    readonly property var doorCell: theme.textScale >= 1.5 || theme.gloves ? theme.doorCells.large
                                    : theme.portrait ? theme.doorCells.portrait
                                                     : theme.doorCells.landscape
    readonly property real doorGrowth: theme.textScale >= 1.5 ? 1 : theme.textScale
    readonly property int doorWidth: Math.round(theme.doorCell[0] * theme.doorGrowth)
    readonly property int doorHeight: Math.round(theme.doorCell[1] * theme.doorGrowth)
    readonly property int doorGap: theme.doorCells.gap

    readonly property int paneTime: ThemeSource.durations.pane
    readonly property int tickTime: ThemeSource.durations.tick

    // The colour of a role named in words, for marks and tones handed over as strings.
    function tone(role: string): color {
        return theme.colours[role] ?? theme.ink2;
    }
}
