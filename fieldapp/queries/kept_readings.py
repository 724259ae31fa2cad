"""What was read stays good until something is written: readings kept beside the connection."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

T = TypeVar("T")


def unless_changed(connection: Connection, key: Hashable, read: Callable[[], T]) -> T:
    """Give what was read before under a key, as long as nothing was written since.

    Every write of the application goes through this one connection, and it counts them.
    """
    raw = connection.connection.driver_connection
    version: int = getattr(raw, "total_changes", -1)
    kept: dict[Hashable, tuple[int, Any]] = connection.info.setdefault("kept_readings", {})
    found = kept.get(key)
    if found is not None and found[0] == version >= 0:
        return cast("T", found[1])
    for stale in [one for one, (at, _) in kept.items() if at != version]:
        del kept[stale]
    kept[key] = (version, read())
    return cast("T", kept[key][1])
