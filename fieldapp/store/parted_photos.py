"""Photographs whose rows leave this device because what they hang on went to another grid.

The server's pictures go at once; what it has not got yet is owed to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from fieldapp.store import scopes
from fieldapp.store.kept_photos import part_with
from fieldapp.store.left_photos import owe_unsent
from fieldapp.store.rows import Key
from sync.merge import Row
from sync.protocol import Fact


def part_by_facts(connection: Connection, scope: str, facts: Iterable[Fact]) -> None:
    """Part with the photographs that these facts hand to a scope which is not held here."""
    moved: dict[str, str] = {}
    for fact in facts:
        gone = {one.row for one in fact.effect if one.entity == "photo" and one.is_gone}
        marks = [one for one in fact.effect if one.entity == "moved" and one.row in gone]
        moved |= {str(one.row): str(one.fields.get("to") or "") for one in marks}
    _part(connection, scope, moved)


def part_by_rows(connection: Connection, scope: str, rows: Mapping[Key, Row]) -> None:
    """Part with those that the marks in a scope's new rows say were handed on."""
    marks = {id_: row for (kind, id_), row in rows.items() if kind == "moved"}
    moved = {id_: str(row.fields.get("to") or "") for id_, row in marks.items()}
    _part(connection, scope, moved)


def _part(connection: Connection, scope: str, moved: Mapping[str, str]) -> None:
    if moved:
        held = {stand.scope for stand in scopes.all_stands(connection)}
        away = sorted(id_ for id_, to in moved.items() if to not in held)
        owe_unsent(connection, scope, away)
        part_with(connection, scope, away)
