"""How far each record got: 已存本机, 已送达 or 已入账, told from the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from fieldapp.store import scopes
from fieldapp.store.road_back import Owed, owes_anything
from fieldapp.store.schema import TABLES, outbox, tail
from fieldapp.verbs import Query, Reader, answers

Key = tuple[str, str]
_CONFLICT = TABLES["conflict"].c


class SyncMark(StrEnum):
    """The state of a record, in the words of the screen."""

    saved = "已存本机"
    delivered = "已送达"
    entered = "已入账"


@dataclass(frozen=True, slots=True)
class SyncMarksQuery(Query["dict[Key, SyncMark]"]):
    """Ask how far some records got, as `(kind, id)`."""

    keys: tuple[Key, ...]


@answers(SyncMarksQuery)
def sync_marks(reader: Reader, query: SyncMarksQuery) -> dict[Key, SyncMark]:
    """Tell the mark of each record."""
    return marks_of(reader.connection, query.keys)


def marks_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, SyncMark]:
    """Give the least state among the changes of each record that wait; 已入账 when none does.

    While the server is given back what it lost, what was read there falls back to 已送达.
    """
    wanted = list(keys)
    ids = sorted({id_ for _, id_ in wanted})
    found: dict[Key, SyncMark] = dict.fromkeys(wanted, SyncMark.entered)
    shaken = [one.scope for one in scopes.all_stands(connection) if one.is_on_the_way_back]
    is_owing = owes_anything(connection)
    for start in range(0, len(ids), 500):
        for entity, row, delivered in _waiting(connection, ids[start : start + 500]):
            if found.get((entity, row)) is None:
                continue
            if delivered is None:
                found[entity, row] = SyncMark.saved
            elif found[entity, row] is SyncMark.entered:
                found[entity, row] = SyncMark.delivered
        if shaken or is_owing:
            _fall_back(connection, shaken, ids[start : start + 500], found)
    return found


def _waiting(connection: Connection, ids: list[str]) -> list[tuple[str, str, int | None]]:
    """List what waits about these rows; a decision on a clash is about the row that it was in."""
    plain = select(outbox.c.entity, outbox.c.row, outbox.c.delivered_seq).where(
        outbox.c.row.in_(ids)
    )
    decided = (
        select(_CONFLICT.on_entity, _CONFLICT.on_row, outbox.c.delivered_seq)
        .join_from(outbox, TABLES["conflict"], _CONFLICT.id == outbox.c.row)
        .where(outbox.c.entity == "conflict", _CONFLICT.on_row.in_(ids))
    )
    return [(one[0], one[1], one[2]) for ask in (plain, decided) for one in connection.execute(ask)]


def _fall_back(
    connection: Connection, shaken: list[str], ids: list[str], found: dict[Key, SyncMark]
) -> None:
    """What was read in a log that the server is only now being told of is not 已入账 any more."""
    is_shaken = tail.c.scope.in_(shaken) | (tail.c.owed != Owed.nothing)
    query = select(tail.c.entity, tail.c.row).where(is_shaken, tail.c.row.in_(ids))
    for entity, row in connection.execute(query):
        if found.get((entity, row)) is SyncMark.entered:
            found[entity, row] = SyncMark.delivered


def least(marks: Iterable[SyncMark]) -> SyncMark:
    """Give the mark of several records together: the one that got least far."""
    held = set(marks)
    return next(
        (mark for mark in (SyncMark.saved, SyncMark.delivered) if mark in held), SyncMark.entered
    )
