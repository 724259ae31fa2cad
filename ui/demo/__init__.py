"""The demo: an embedded server, real devices, an invented community, the window or its story."""
