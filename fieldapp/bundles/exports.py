"""What this device remembers of its newest export: when, how much, and whether it came back."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from fieldapp.store.carried import waiting_up_to
from fieldapp.store.kept import keep, kept

_KEY = "last_export"


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """One export. `position` is the place in the outbox up to which it carries everything.

    `count` counts as a person does: an act or a group is one thing.
    """

    id: str
    at_ms: int
    count: int
    position: int
    photos: int = 0
    received_ms: int | None = None
    answered_ms: int | None = None


@dataclass(frozen=True, slots=True)
class LastExport:
    """The newest export as the screen shows it; `waiting` of its changes have not come back.

    `received_ms`: a carrier has it. `answered_ms`: its answer was read here.
    """

    at_ms: int
    count: int
    waiting: int
    received_ms: int | None
    answered_ms: int | None
    photos: int = 0


def note_export(connection: Connection, export: Export) -> None:
    """Remember an export in place of the one before."""
    keep(connection, _KEY, msgspec.to_builtins(export))


def newest(connection: Connection) -> Export | None:
    """Give the newest export."""
    found = kept(connection, _KEY)
    return None if found is None else msgspec.convert(found, Export)


def note_received(connection: Connection, id_: str, at_ms: int) -> bool:
    """Note that a carrier has an export; tell whether it is the newest."""
    return _change(connection, id_, received_ms=at_ms)


def note_answered(connection: Connection, id_: str, at_ms: int) -> bool:
    """Note that an export's answer was read here; tell whether it is the newest."""
    return _change(connection, id_, answered_ms=at_ms)


def last_export(connection: Connection) -> LastExport | None:
    """Tell how the newest export stands."""
    found = newest(connection)
    if found is None:
        return None
    waiting = min(found.count, waiting_up_to(connection, found.position))
    times = (found.received_ms, found.answered_ms)
    return LastExport(found.at_ms, found.count, waiting, *times, found.photos)


def _change(connection: Connection, id_: str, **values: int) -> bool:
    found = newest(connection)
    if found is None or found.id != id_:
        return False
    note_export(connection, msgspec.structs.replace(found, **values))
    return True
