"""What this device found out about itself and kept to be told: rebuilt, a copy, rows put right."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Connection

from fieldapp.store.kept import keep, kept

REBUILT: Final = "found:rebuilt"
COPY: Final = "found:copy"
REPAIRED: Final = "found:repaired"


class Rebuilt(msgspec.Struct, frozen=True):
    """What a rebuilding found: counts only. `refetched` scopes are read anew at the next round.

    `changes` own changes wait in the new file; `rescued` of them were made again from the rows they
    had been laid over, and `missing` (-1: nobody knows) could not be read. `unread` names the
    tables of which something is gone that no server can give back: drafts, half-typed text.
    """

    at_ms: int
    bad_pages: int
    rows: int
    changes: int
    rescued: int
    missing: int
    refetched: tuple[str, ...]
    unread: tuple[str, ...] = ()


class Copied(msgspec.Struct, frozen=True):
    """That an old copy of the home (`older`) or one of another machine (`moved`) was opened."""

    code: str
    at_ms: int


class Repaired(msgspec.Struct, frozen=True):
    """How many rows were other ones than the community's, and were replaced."""

    rows: int
    at_ms: int


Found = Rebuilt | Copied | Repaired
_KEYS: Final[dict[type[Found], str]] = {Rebuilt: REBUILT, Copied: COPY, Repaired: REPAIRED}


def note(connection: Connection, found: Found) -> None:
    """Keep it until a person has seen it."""
    keep(connection, _KEYS[type(found)], msgspec.to_builtins(found))


def found(connection: Connection) -> list[Found]:
    """Read all that was found and not yet seen."""
    return [
        msgspec.convert(value, kind)
        for kind, key in _KEYS.items()
        if (value := kept(connection, key)) is not None
    ]


def forget(connection: Connection, code: str) -> None:
    """Let a finding go that a person has seen; `code` is the key's last part."""
    if f"found:{code}" in _KEYS.values():
        keep(connection, f"found:{code}", None)
