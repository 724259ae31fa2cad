"""How far each diary entry has come: draft, saved here, at the server, in the log, read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.diary_words import EntryState
from fieldapp.store.schema import LOCAL_SCOPE, TABLES, outbox


def entry_states(
    connection: Connection, entries: Sequence[Mapping[str, Any]]
) -> dict[str, EntryState]:
    """Tell where entries stand, from their rows, the reviews and the outbox."""
    ids = [row["id"] for row in entries]
    kinds = _review_kinds(connection, ids)
    waiting = _waiting(connection, ids)
    return {row["id"]: _state(row, kinds, waiting) for row in entries}


def _state(
    row: Mapping[str, Any],
    kinds: Mapping[str, set[str]],
    waiting: Mapping[str, bool],
) -> EntryState:
    if row["scope"] == LOCAL_SCOPE:
        return EntryState.draft
    if row["archived"]:
        return EntryState.withdrawn
    reviews = kinds.get(row["id"], set())
    if reviews - {"acknowledged"}:
        return EntryState.instructed
    if reviews:
        return EntryState.read
    if row["id"] in waiting:
        return EntryState.delivered if waiting[row["id"]] else EntryState.saved
    return EntryState.recorded


def _review_kinds(connection: Connection, entries: Sequence[str]) -> dict[str, set[str]]:
    table = TABLES["review"]
    query = select(table.c.entry_id, table.c.kind).where(table.c.archived.is_not(True))
    kinds: dict[str, set[str]] = {}
    for chunk in _chunks(entries):
        for found in connection.execute(query.where(table.c.entry_id.in_(chunk))):
            kinds.setdefault(found.entry_id, set()).add(found.kind)
    return kinds


def _waiting(connection: Connection, entries: Sequence[str]) -> dict[str, bool]:
    """Give the entries with a change of entry or lines in the outbox: whether all are delivered."""
    line = TABLES["diary_line"]
    query = select(outbox.c.row, outbox.c.delivered_seq).where(
        outbox.c.scope.startswith("diary:"), outbox.c.entity.in_(("diary_entry", "diary_line"))
    )
    delivered: dict[str, bool] = {}
    for found in connection.execute(query):
        is_there = found.delivered_seq is not None
        delivered[found.row] = delivered.get(found.row, True) and is_there
    if not delivered:
        return {}
    owner = {id_: id_ for id_ in entries}
    for chunk in _chunks(entries):
        lines = select(line.c.id, line.c.entry_id).where(line.c.entry_id.in_(chunk))
        owner |= {found.id: found.entry_id for found in connection.execute(lines)}
    waiting: dict[str, bool] = {}
    for row, is_there in delivered.items():
        if row in owner:
            waiting[owner[row]] = waiting.get(owner[row], True) and is_there
    return waiting


def _chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    return (list(ids[start : start + 500]) for start in range(0, len(ids), 500))
