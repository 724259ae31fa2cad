"""Small local facts that never leave the device: who is enrolled, settings, half-typed text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from fieldapp.store.database import run_one
from sync.codec import canonical, decode


def keep(connection: Connection, key: str, value: Any) -> None:
    """Keep a JSON value under a key; None forgets it."""
    if value is None:
        run_one(connection, "DELETE FROM note_kept WHERE key = ?", (key,))
        return
    query = "INSERT OR REPLACE INTO note_kept (key, value) VALUES (?, ?)"
    run_one(connection, query, (key, canonical(value).decode()))


def kept(connection: Connection, key: str) -> Any:
    """Give the value kept under a key, or None."""
    query = "SELECT value FROM note_kept WHERE key = ?"
    found = run_one(connection, query, (key,)).fetchone()
    return None if found is None else decode(object, found[0].encode())


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
