"""Small local facts that never leave the device: who is enrolled, settings, half-typed text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from fieldapp.store.schema import note_kept


def keep(connection: Connection, key: str, value: Any) -> None:
    """Keep a JSON value under a key; None forgets it."""
    if value is None:
        connection.execute(delete(note_kept).where(note_kept.c.key == key))
        return
    connection.execute(insert(note_kept).prefix_with("OR REPLACE"), {"key": key, "value": value})


def kept(connection: Connection, key: str) -> Any:
    """Give the value kept under a key, or None."""
    return connection.execute(
        select(note_kept.c.value).where(note_kept.c.key == key)
    ).scalar_one_or_none()


def note_server_time(connection: Connection, server_ms: int, wall_ms: int) -> None:
    """Remember by how much this device's wall clock differs from the server's."""
    keep(connection, "server_offset_ms", server_ms - wall_ms)
    note_heard(connection, server_ms)


def note_heard(connection: Connection, server_ms: int) -> None:
    """Remember when, by its own clock, the server gave its newest answer that came here."""
    keep(connection, "server_heard_ms", server_ms)


def heard_ms(connection: Connection) -> int:
    """Give the moment of the newest answer that came here, by the server's clock; 0 for none."""
    return int(kept(connection, "server_heard_ms") or 0)


def server_offset_ms(connection: Connection) -> int:
    """Give the last known difference server − wall, in milliseconds; 0 when none is known."""
    return int(kept(connection, "server_offset_ms") or 0)
