"""Short words for field types and merge rules, so that the catalogue reads as a table."""

from __future__ import annotations

from sync.schema import FieldType, Rule

INT, BOOL, JSON, SET = FieldType.integer, FieldType.boolean, FieldType.json, FieldType.set
DAY, MOMENT, TEXTS, MAPS = FieldType.day, FieldType.moment, FieldType.texts, FieldType.maps
ONCE, IDENTITY, TEXT = Rule.once, Rule.identity, Rule.text
FIRST = Rule.archived
"""Whoever sets it first wins, and nobody is asked to choose."""
