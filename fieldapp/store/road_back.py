"""The road back: what this device owes a server that was restored and may have lost it.

After a RESET everything read here is owed (docs/sync.md). Like a change in the outbox, it is owed
until it was read again, or until an answer from where this device stands names its place behind
the cursor: a server may be restored once more at any moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import IntEnum

from sqlalchemy import ColumnElement, Connection, Table, select, update

from fieldapp.store import scopes
from fieldapp.store.database import run_one
from fieldapp.store.schema import covered, tail
from fieldapp.store.scopes import ScopeStand
from fieldapp.store.tail import page_of
from sync.protocol import (
    MAX_FACTS,
    MAX_GROUP,
    ChangeId,
    Returned,
    ScopeAnswer,
    ScopeOffer,
)


class Owed(IntEnum):
    """Whether a change is owed: whole, or, once it was given, by name until its place is known."""

    nothing = 0
    whole = 1
    named = 2


_TABLES: tuple[Table, ...] = (tail, covered)


def begin(connection: Connection, scope: str, head: int, head_hash: str) -> None:
    """Owe everything: by name what was read before the head that the server has, the rest whole."""
    shared = select(tail.c.position).where(
        tail.c.scope == scope, tail.c.seq == head, tail.c.hash == head_hash
    )
    position = connection.execute(shared).scalar_one_or_none() or 0
    _set(connection, scope, Owed.whole)
    before = tail.c.position <= position
    connection.execute(update(tail).where(tail.c.scope == scope, before).values(owed=Owed.named))


def ask_after(connection: Connection, scope: str) -> None:
    """Owe by name all that is kept of a scope: it may be lost though no RESET says so.

    Whoever leaves is signed for what it never reads, and whoever begins anew stands nowhere.
    """
    _set(connection, scope, Owed.named)


def read_anew(connection: Connection, scope: str) -> None:
    """Read a scope from the start, its rows being wrong here; what was read is asked after."""
    scopes.change(connection, scope, is_resetting=True, is_returning=False)
    ask_after(connection, scope)


def owes(connection: Connection, scope: str, how: Owed | None = None) -> bool:
    """Tell whether anything of a scope is owed, in one manner or at all."""
    values = (scope, how if how is None else how.value)
    return any(_finds(connection, f"{query} AND scope = ?{_HOW}", values) for query in _OWING)


def owes_anything(connection: Connection) -> bool:
    """Tell whether anything is owed in any scope."""
    return any(_finds(connection, query) for query in _OWING)


def follow_reset(connection: Connection, stand: ScopeStand, given: Iterable[ChangeId]) -> None:
    """The server has another history: give back the rest, then read the scope from the start."""
    _set(connection, stand.scope, Owed.named, given, was=Owed.whole)
    is_returning = not stand.is_resetting and owes(connection, stand.scope, Owed.whole)
    scopes.change(connection, stand.scope, is_returning=is_returning, is_resetting=not is_returning)


def follow_answer(
    connection: Connection, stand: ScopeStand, offered: ScopeOffer, answer: ScopeAnswer
) -> ScopeStand:
    """The server stands on this device's history: let go of what it names behind the cursor."""
    _take_places(connection, offered, answer)
    if not stand.is_returning:
        return stand
    # All that was read on this history is there. What was read on others may not be.
    _set(connection, stand.scope, Owed.named, was=Owed.whole)
    scopes.change(connection, stand.scope, is_returning=False)
    return scopes.require(connection, stand.scope)


def _take_places(connection: Connection, offered: ScopeOffer, answer: ScopeAnswer) -> None:
    scope = offered.scope
    ids = [one.id for one in offered.returns]
    places = {one.id: one.seq for one in answer.judged}
    behind = [id_ for id_ in ids if id_ in places and places[id_] <= offered.cursor]
    ahead = [id_ for id_ in ids if id_ in places and places[id_] > offered.cursor]
    missing = [id_ for id_ in ids if id_ not in places]
    _set(connection, scope, Owed.nothing, behind)
    # Given whole and not taken: never the server's own, and turned away for good.
    _set(connection, scope, Owed.nothing, missing, was=Owed.whole)
    _set(connection, scope, Owed.whole, missing, was=Owed.named)
    _set(connection, scope, Owed.named, ahead)


def were_read(connection: Connection, scope: str, ids: Collection[ChangeId]) -> None:
    """Owe no longer what was read again."""
    if ids and owes(connection, scope):
        _set(connection, scope, Owed.nothing, ids)


def returns_of(connection: Connection, stand: ScopeStand, limit: int) -> list[Returned]:
    """Read what is given back next: facts, then own changes, whole; then names to be asked for."""
    if not owes(connection, stand.scope):
        return []
    limit = min(limit, MAX_FACTS)
    whole = _facts(connection, stand.scope, limit) or _bodies(connection, stand.scope, limit)
    if whole or stand.is_on_the_way_back:
        return whole
    names = [id_ for table in _TABLES for id_ in _names(connection, table, stand.scope)]
    return [Returned(id=id_) for id_ in names[:limit]]


def _facts(connection: Connection, scope: str, limit: int) -> list[Returned]:
    query = (
        select(tail.c.change_id, tail.c.wire)
        .where(*_owed(tail, scope, Owed.whole))
        .order_by(tail.c.position)
        .limit(limit + MAX_GROUP)
    )
    found = [Returned(id=ChangeId(id_), fact=wire) for id_, wire in connection.execute(query)]
    return page_of(found, limit)


def _bodies(connection: Connection, scope: str, limit: int) -> list[Returned]:
    query = (
        select(covered.c.change_id, covered.c.body)
        .where(*_owed(covered, scope, Owed.whole))
        .order_by(covered.c.seq)
        .limit(limit + MAX_GROUP)
    )
    found = [Returned(id=ChangeId(id_), body=body) for id_, body in connection.execute(query)]
    return page_of(found, limit)


def _names(connection: Connection, table: Table, scope: str) -> list[ChangeId]:
    query = select(table.c.change_id).where(*_owed(table, scope, Owed.named)).limit(MAX_FACTS)
    return [ChangeId(id_) for id_ in connection.scalars(query)]


def _owed(table: Table, scope: str, how: Owed) -> tuple[ColumnElement[bool], ...]:
    return table.c.scope == scope, table.c.owed != Owed.nothing, table.c.owed == how


# Asked in every exchange, and mostly there is nothing: straight to the driver.
_OWING = ("SELECT 1 FROM tail WHERE owed != 0", "SELECT 1 FROM covered WHERE owed != 0")
_HOW = " AND owed = coalesce(?, owed)"


def _finds(connection: Connection, query: str, values: tuple[object, ...] = ()) -> bool:
    return run_one(connection, f"{query} LIMIT 1", values).fetchone() is not None


def _set(
    connection: Connection,
    scope: str,
    owed: Owed,
    ids: Iterable[ChangeId] | None = None,
    *,
    was: Owed | None = None,
) -> None:
    """Set how changes of a scope are owed: these, or all; only those that were owed as `was`."""
    chosen = None if ids is None else list(ids)
    if chosen == []:
        return
    for table in _TABLES:
        change = update(table).where(table.c.scope == scope)
        if was is not None:
            change = change.where(table.c.owed == was)
        for some in [None] if chosen is None else _chunks(chosen):
            narrowed = change if some is None else change.where(table.c.change_id.in_(some))
            connection.execute(narrowed.values(owed=owed))


def _chunks(ids: list[ChangeId]) -> list[list[ChangeId]]:
    return [ids[at : at + 500] for at in range(0, len(ids), 500)]
