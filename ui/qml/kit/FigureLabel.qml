// The door number in a pane, a coverage figure.
Label {
    token: "figure"
    strong: true
}
