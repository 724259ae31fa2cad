"""A damaged file read page by page, and a fresh one built from what could be read."""
