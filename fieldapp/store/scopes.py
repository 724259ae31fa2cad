"""Where this device stands in each scope it may hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from fieldapp.errors import Refused
from fieldapp.store.database import run_one
from fieldapp.store.schema import scope_state
from sync.codec import canonical, decode


@dataclass(frozen=True, slots=True)
class ScopeStand:
    """Cursor and hash in one log, the own stream's name, and what the last answer said.

    `sums` are the additive checksums of the base rows, per kind. `differs` counts answers in a
    row whose checksum was another one. The road back after a RESET has two parts, one after the
    other: `is_returning` what the server may have lost, `is_resetting` to read from the start.
    """

    scope: str
    cursor: int
    hash: str
    incarnation: str
    sums: dict[str, int]
    head: int
    proven_ms: int | None
    is_returning: bool
    is_resetting: bool
    has_left: bool
    differs: int

    @property
    def place(self) -> tuple[int, str]:
        """Where this device says that it stands: cursor and hash."""
        return (0, "") if self.is_resetting else (self.cursor, self.hash)

    @property
    def is_on_the_way_back(self) -> bool:
        """Whether the server went on without what this device has read."""
        return self.is_returning or self.is_resetting


def all_stands(connection: Connection, *, also_left: bool = False) -> list[ScopeStand]:
    """Read every scope's stand, in the order of their names."""
    found = [_stand(row) for row in run_one(connection, f"{_STAND} ORDER BY scope").fetchall()]
    return [stand for stand in found if also_left or not stand.has_left]


def stand(connection: Connection, scope: str) -> ScopeStand | None:
    """Read one scope's stand, or None when this device never held it."""
    found = run_one(connection, f"{_STAND} WHERE scope = ?", (scope,)).fetchone()
    return None if found is None else _stand(found)


def require(connection: Connection, scope: str) -> ScopeStand:
    """Give the stand in a scope that may be written. Raises `Refused` otherwise."""
    found = stand(connection, scope)
    if found is None or found.has_left:
        raise _not_yours()
    return found


def require_held(connection: Connection, scope: str) -> None:
    """See that a scope may be written. Raises `Refused` otherwise."""
    query = "SELECT has_left FROM scope_state WHERE scope = ?"
    found = run_one(connection, query, (scope,)).fetchone()
    if found is None or found[0]:
        raise _not_yours()


def _not_yours() -> Refused:
    return Refused("not-your-scope", "这里不归你管，改不了。要改请找社区书记。")


def join(connection: Connection, scopes: Iterable[str], incarnations: Iterable[str]) -> None:
    """Begin to hold scopes; those held before, or left, are taken up again where they stood."""
    for scope, incarnation in zip(scopes, incarnations, strict=True):
        if stand(connection, scope) is None:
            connection.execute(insert(scope_state).values(_fresh(scope, incarnation)))
        else:
            change(connection, scope, has_left=False)


def change(connection: Connection, scope: str, **values: Any) -> None:
    """Set columns of one scope's stand; `sums` as integers."""
    if "sums" in values:
        sums = {kind: f"{total:x}" for kind, total in values["sums"].items() if total}
        values["sums"] = canonical(sums).decode()
    columns = ", ".join(f"{name} = ?" for name in values)
    # The names are those of the callers' arguments.
    query = f"UPDATE scope_state SET {columns} WHERE scope = ?"  # noqa: S608 - no value is in it
    run_one(connection, query, (*values.values(), scope))


def forget_place(connection: Connection, scope: str) -> None:
    """Stand at the start of a scope again, of which nothing is held any more."""
    change(
        connection,
        scope,
        cursor=0,
        hash="",
        sums={},
        head=0,
        is_returning=False,
        is_resetting=False,
        proven_ms=None,
        differs=0,
    )


def _fresh(scope: str, incarnation: str) -> dict[str, Any]:
    return {
        "scope": scope,
        "cursor": 0,
        "hash": "",
        "incarnation": incarnation,
        "last_n": 0,
        "last_id": "",
        "sums": {},
        "head": 0,
        "is_returning": False,
        "is_resetting": False,
        "has_left": False,
        "differs": 0,
    }


# Read and written for each scope in every exchange: straight to the driver.
_STAND = (
    "SELECT scope, cursor, hash, incarnation, sums, head, proven_ms,"
    " is_returning, is_resetting, has_left, differs FROM scope_state"
)


def _stand(found: Sequence[Any]) -> ScopeStand:
    scope, cursor, hash_, incarnation, sums, head, proven_ms, *rest = found
    is_returning, is_resetting, has_left, differs = rest
    totals = decode(dict[str, str], sums.encode())
    return ScopeStand(
        scope,
        cursor,
        hash_,
        incarnation,
        {kind: int(total, 16) for kind, total in totals.items()},
        head,
        proven_ms,
        bool(is_returning),
        bool(is_resetting),
        bool(has_left),
        differs,
    )
