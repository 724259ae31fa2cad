"""What was read stays good until rows of its kinds are written: readings kept by the connection."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from fieldapp.store.database import is_writing
from fieldapp.store.rows import writes_of

T = TypeVar("T")
_KEPT = "kept_readings"
_MOST = 40


def unless_written(
    connection: Connection, key: Hashable, kinds: tuple[str, ...], read: Callable[[], T]
) -> T:
    """Give what was read before under a key, unless rows of these kinds were written since.

    Inside a writing transaction nothing is kept: it may still be rolled back.
    """
    if is_writing(connection):
        return read()
    kept: dict[Hashable, tuple[tuple[int, ...], Any]] = connection.info.setdefault(_KEPT, {})
    version = writes_of(connection, kinds)
    found = kept.pop(key, None)
    if found is None or found[0] != version:
        found = (version, read())
    kept[key] = found  # the one used last stands last
    while len(kept) > _MOST:
        del kept[next(iter(kept))]
    return cast("T", found[1])
