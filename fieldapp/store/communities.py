"""Whose catalogue holds for a record: rows that every community has bear the same ids in each.

A guest (docs/domain.md, scopes) holds the community scopes of two; a list made of both would name
everything twice, and the other community's words would stand at this one's doors.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from fieldapp.store.kept import kept
from fieldapp.store.schema import TABLES, scope_state


def community_of(connection: Connection, scope: str) -> str:
    """Give the community scope of a grid's or a care scope, of one's own community otherwise."""
    kind, _, code = scope.partition(":")
    if kind == "community":
        return scope
    if kind in ("grid", "care"):
        table = TABLES["grid"]
        query = select(table.c.scope).where(table.c.id == code, table.c.archived.is_not(True))
        found = connection.execute(query.order_by(table.c.scope).limit(1)).scalar()
        if found is not None:
            return str(found)
    return _own(connection)


def _own(connection: Connection) -> str:
    """Give the community this device was enrolled for, else the first one held."""
    enlisted = kept(connection, "enlisted") or {}
    held = [
        str(scope)
        for scope in connection.execute(
            select(scope_state.c.scope)
            .where(scope_state.c.scope.startswith("community:"), scope_state.c.has_left.is_(False))
            .order_by(scope_state.c.scope)
        ).scalars()
    ]
    home = f"community:{enlisted.get('community', '')}"
    return home if home in held or not held else held[0]


def read_catalogue(connection: Connection, kind: str, scope: str) -> dict[str, dict[str, Any]]:
    """Read a kind of catalogue rows of the community that `scope` belongs to, by id, in order."""
    table = TABLES[kind]
    query = select(table).where(table.c.scope == community_of(connection, scope))
    rows = connection.execute(query.order_by(table.c.id)).mappings()
    return {row["id"]: dict(row) for row in rows}
