// The main action of a screen: one only, at bottom right, in the one filled colour.
FieldButton {
    filled: true
}
