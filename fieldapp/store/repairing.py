"""Single rows of the base that are other ones than the server's, replaced one for one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from fieldapp.store import scopes
from fieldapp.store.fold import Fold, base_rows, sums_from_rows
from fieldapp.store.found import Repaired, note
from fieldapp.store.rows import Key
from sync.drill import Differences, sums_of


@dataclass(frozen=True, slots=True)
class OwnSums:
    """Where the device stands in a scope, and the sum of each row of the base there."""

    scope: str
    cursor: int
    hash: str
    sums: dict[Key, int]


def recheck(connection: Connection, scope: str) -> bool:
    """Compute a scope's checksums from its rows, and tell whether they were other than noted.

    The next answer of the server then shows which side is right, row by row.
    """
    stand = scopes.require(connection, scope)
    true = sums_from_rows(connection, scope)
    is_other = true != {kind: total for kind, total in stand.sums.items() if total}
    if is_other:
        scopes.change(connection, scope, sums=true, proven_ms=None)
    return is_other


def own_sums(connection: Connection, scope: str) -> OwnSums:
    """Compute the sums from the rows, whatever was noted about them."""
    stand = scopes.require(connection, scope)
    return OwnSums(scope, stand.cursor, stand.hash, sums_of(base_rows(connection, scope)))


def replace_rows(
    connection: Connection, mine: OwnSums, other: Differences, now_ms: int
) -> frozenset[str]:
    """Put the server's rows in the place of ours, if the device still stands where it asked.

    What waits is laid over them again. Gives the kinds touched.
    """
    stand = scopes.require(connection, mine.scope)
    if (stand.cursor, stand.hash) != (mine.cursor, mine.hash) or not other:
        return frozenset()
    work = Fold(connection, stand)
    work.replace({**other.rows, **dict.fromkeys(other.gone)})
    work.lay_outbox_over()
    scopes.change(connection, mine.scope, sums=sums_from_rows(connection, mine.scope))
    note(connection, Repaired(len(other), now_ms))
    return frozenset(work.touched)
