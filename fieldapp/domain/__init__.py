"""The nouns and rules of the field work, pure: no clock, no disk, no chance."""
