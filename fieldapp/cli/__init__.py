"""The same desk without a window: `fieldapp COMMAND …`."""
