"""The logic of the screens: one immutable state each, no scene, no widgets, no SQL."""
