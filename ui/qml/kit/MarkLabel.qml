// Key caps, counts, what stands inside a door cell.
Label {
    token: "mark"
}
