"""A file brought to what this program knows: its tables, and the rows that waited for them."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, select

from fieldapp.store import derived, unknown
from fieldapp.store.database import writing
from fieldapp.store.migrations import migrate, version_of
from fieldapp.store.rows import Key, Stored, read_rows, write_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.steps import STEPS


def bring_up(engine: Engine, now_ms: int) -> None:
    """Take the steps that are missing; after any, show what a newer program had sent before.

    Raises what `migrate` raises.
    """
    before = version_of(engine)
    if migrate(engine, STEPS, now_ms) == before or before == 0:
        return
    with writing(engine) as connection:
        take_in(connection)


def take_in(connection: Connection) -> None:
    """Move rows and fields that are known by now to where they are read."""
    arrived = unknown.known_by_now(connection)
    for kind, id_, scope, row in arrived:
        write_rows(connection, {(kind, id_): Stored(scope, row)})
        unknown.drop(connection, [(kind, id_)], scope)
    keys: list[Key] = [(kind, id_) for kind, id_, _, _ in arrived]
    for kind in TABLES:
        keys += _spelt_anew(connection, kind)
    derived.refresh(connection, dict.fromkeys(keys))


def _spelt_anew(connection: Connection, kind: str) -> list[Key]:
    """Write rows again that had fields which only a newer program knew."""
    table = TABLES[kind]
    query = select(table.c.id, table.c.scope).where(table.c.extra.is_not(None))
    found: list[Key] = []
    for id_, scope in connection.execute(query).all():
        key = (kind, id_)
        write_rows(connection, read_rows(connection, [key], scope))
        found.append(key)
    return found
