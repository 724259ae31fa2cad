// The default; `strong` for a name.
Label {
    token: "body"
}
