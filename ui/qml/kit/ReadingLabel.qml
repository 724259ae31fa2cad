// Diary lines, instructions, the one line of a visit.
Label {
    token: "reading"
}
