"""Photographs on a device: scaled, kept sealed beside the records, sent on their own."""
