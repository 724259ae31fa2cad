"""What can always be made again from the rows: the tag index and the search terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from sqlalchemy import Connection

from fieldapp.store import search
from fieldapp.store.database import run_many, run_one
from fieldapp.store.rows import Key, Stored, read_rows
from sync.codec import canonical
from sync.merge import live_elements

TAGGED_KINDS = ("resident", "household", "care")
INDEXED = frozenset({*TAGGED_KINDS, *search.SEARCHED_KINDS})
"""Kinds of rows that something is derived from."""


def refresh(
    connection: Connection, keys: Iterable[Key], stored: Mapping[Key, Stored] | None = None
) -> None:
    """Make the indexes of these rows again; `stored` spares reading rows just written."""
    changed = [key for key in keys if key[0] in INDEXED]
    if not changed:
        return
    rows = read_rows(connection, changed) if stored is None else stored
    _refresh_tags(connection, [key for key in changed if key[0] in TAGGED_KINDS], rows)
    search.refresh(connection, changed, rows)


def owe(connection: Connection, scope: str, kinds: Set[str]) -> None:
    """Take up the rows of a scope that was just filled: their tags now, their terms later."""
    for kind in sorted(kinds & set(TAGGED_KINDS)):
        query = f"SELECT id FROM {kind} WHERE scope = ? AND tags IS NOT NULL"  # noqa: S608 - a table's name
        keys = [(kind, id_) for (id_,) in run_one(connection, query, (scope,)).fetchall()]
        _refresh_tags(connection, keys, read_rows(connection, keys, scope))
    search.owe(connection, scope, kinds & search.SEARCHED_KINDS)


def _refresh_tags(
    connection: Connection, keys: Sequence[Key], stored: Mapping[Key, Stored]
) -> None:
    run_many(connection, "DELETE FROM tagged WHERE kind = ? AND id = ?", keys)
    values = [
        (*key, dot, element["code"], canonical(element).decode())
        for key in keys
        if (found := stored.get(key)) is not None and not found.row.fields.get("archived")
        for dot, element in live_elements(found.row.fields.get("tags")).items()
        if isinstance(element, dict) and isinstance(element.get("code"), str)
    ]
    run_many(connection, _TAG, values)


_TAG = "INSERT INTO tagged (kind, id, dot, code, element) VALUES (?, ?, ?, ?, ?)"
