"""Rows of kinds that only a newer program knows: kept word for word until this one knows them.

They are part of the base, so checksums agree and the next patch finds its row; no screen shows
them, and nothing here changes them (invariant VERS of docs/sync.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from fieldapp.store.database import run_many
from fieldapp.store.schema import TABLES, unknown_row
from sync.codec import canonical
from sync.merge import Row
from sync.stamps import stamps_text, unpack_stamps

Kept = tuple[str, str, str, Row]
"""Kind, id and scope of a row, and the row."""

_CHUNK = 500
_PUT = "INSERT OR REPLACE INTO unknown_row (kind, id, scope, fields, stamps) VALUES (?, ?, ?, ?, ?)"
_DROP = "DELETE FROM unknown_row WHERE kind = ? AND id = ? AND scope = ?"


def put(connection: Connection, rows: Iterable[Kept]) -> None:
    """Keep whole rows, replacing what was there."""
    put_spelt(
        connection,
        [
            (kind, id_, scope, canonical(row.fields).decode(), stamps_text(row.stamps))
            for kind, id_, scope, row in rows
        ],
    )


def put_spelt(connection: Connection, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Keep rows as a snapshot brings them: kind, id, scope, fields and stamps as text."""
    run_many(connection, _PUT, rows)


def find(
    connection: Connection, kind: str, ids: Sequence[str], scope: str | None = None
) -> list[Kept]:
    """Read rows of one kind by their ids, of one scope or, first by scope, of all."""
    found: list[Kept] = []
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        query = select(unknown_row).where(unknown_row.c.kind == kind, unknown_row.c.id.in_(chunk))
        found += _read(connection, query, scope)
    return found


def of_scope(connection: Connection, scope: str) -> list[Kept]:
    """Read all rows of a scope that this program does not know."""
    return _read(connection, select(unknown_row), scope)


def drop(connection: Connection, keys: Iterable[tuple[str, str]], scope: str) -> None:
    """Take rows of a scope out."""
    run_many(connection, _DROP, [(kind, id_, scope) for kind, id_ in keys])


def count(connection: Connection) -> int:
    """Count the rows that wait for a newer program."""
    query = select(func.count()).select_from(unknown_row)
    return int(connection.execute(query).scalar_one())


def known_by_now(connection: Connection) -> list[Kept]:
    """Read the rows whose kind this program has come to know."""
    return _read(connection, select(unknown_row).where(unknown_row.c.kind.in_(list(TABLES))), None)


def _read(connection: Connection, query: Select[Any], scope: str | None) -> list[Kept]:
    if scope is not None:
        query = query.where(unknown_row.c.scope == scope)
    ordered = query.order_by(unknown_row.c.scope, unknown_row.c.kind, unknown_row.c.id)
    return [
        (one["kind"], one["id"], one["scope"], Row(one["fields"], unpack_stamps(one["stamps"])))
        for one in connection.execute(ordered).mappings()
    ]
