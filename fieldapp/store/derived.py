"""What can always be made again from the rows: the tag index and the search terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from fieldapp.store import search
from fieldapp.store.database import run_many
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
