"""Every screen in every size, light, text size and state, drawn and held to the layout laws."""
