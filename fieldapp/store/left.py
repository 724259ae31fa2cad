"""What there is to tell of scopes that were left, and of a device that was revoked: counts, names.

The names are kept before anything is erased: afterwards nothing here could say them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from fieldapp.store import scopes
from fieldapp.store.kept import keep, kept
from fieldapp.store.schema import TABLES, outbox, receipt

_LEFT, _NAMES, _REVOKED = "left", "left_names", "revoked_ms"


@dataclass(frozen=True, slots=True)
class LeftScope:
    """One scope that was left. `done_ms` is 0 until all of it was signed for and erased.

    `waiting` own changes are still here; for `signed` there are receipts.
    """

    scope: str
    name: str
    since_ms: int
    done_ms: int
    waiting: int
    signed: int


def begin(connection: Connection, scope: str, now_ms: int) -> None:
    """Note that a scope is being left; again is nothing, until it was done."""
    told: dict[str, Any] = kept(connection, _LEFT) or {}
    if scope in told and not told[scope]["done_ms"]:
        return
    names = (kept(connection, _NAMES) or {}) | _names(connection)
    keep(connection, _NAMES, names)
    keep(connection, _LEFT, told | {scope: {"since_ms": now_ms, "done_ms": 0}})


def end(connection: Connection, scope: str, now_ms: int) -> None:
    """Note that everything of a scope was signed for, and that nothing of it is here any more."""
    told: dict[str, Any] = kept(connection, _LEFT) or {}
    if scope in told and not told[scope]["done_ms"]:
        keep(connection, _LEFT, told | {scope: told[scope] | {"done_ms": now_ms}})


def left_scopes(connection: Connection) -> list[LeftScope]:
    """List the scopes that were left and not been given back since, in the order of their names."""
    told: dict[str, Any] = kept(connection, _LEFT) or {}
    names = kept(connection, _NAMES) or {}
    gone = {one.scope for one in scopes.all_stands(connection, also_left=True) if one.has_left}
    return [
        LeftScope(
            scope,
            str(names.get(scope, "")),
            one["since_ms"],
            one["done_ms"],
            _waiting(connection, scope),
            _signed(connection, scope, one["since_ms"]),
        )
        for scope, one in sorted(told.items())
        if scope in gone
    ]


def note_revoked(connection: Connection, now_ms: int) -> None:
    """Note that the server turned this device away for good; the first time counts."""
    if not revoked_ms(connection):
        keep(connection, _REVOKED, now_ms)


def revoked_ms(connection: Connection) -> int:
    """Give the moment at which this device learned that it was revoked; 0 for not."""
    return int(kept(connection, _REVOKED) or 0)


def _names(connection: Connection) -> dict[str, str]:
    grid, region = TABLES["grid"], TABLES["region"]
    grids = connection.execute(select(grid.c.id, grid.c.name)).all()
    communities = connection.execute(select(region.c.id, region.c.name)).all()
    found = {f"grid:{code}": name for code, name in grids}
    found |= {f"community:{code}": name for code, name in communities}
    return {scope: name for scope, name in found.items() if name}


def _waiting(connection: Connection, scope: str) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.scope == scope)
    return connection.execute(query).scalar_one()


def _signed(connection: Connection, scope: str, since_ms: int) -> int:
    """Count the changes for which there are receipts of this leaving."""
    query = select(receipt.c.judged).where(receipt.c.scope == scope, receipt.c.at_ms >= since_ms)
    return len({pair[0] for judged in connection.execute(query).scalars() for pair in judged})
