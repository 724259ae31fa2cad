"""Changes that were made before, found again wherever they are kept: outbox, tail, covered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from fieldapp.store.fold import change_of
from fieldapp.store.rows import read_row
from fieldapp.store.schema import covered, outbox, tail
from sync.codec import decode
from sync.protocol import Change, ChangeId, ChangeKind, Fact, Word

Made = tuple[ChangeId, Change]
"""A change and its name."""


def of_act(connection: Connection, act: str) -> list[Made]:
    """Find all changes of an act, in the order in which they were made."""
    return _in_order(
        _read(connection, tail.c.act == act, covered.c.act == act, outbox.c.act == act)
    )


def of_id(connection: Connection, change: str) -> list[Made]:
    """Find one change, and with it the other members of its group."""
    found = _read(
        connection,
        tail.c.change_id == change,
        covered.c.change_id == change,
        outbox.c.change_id == change,
    )
    one = next((made for id_, made in found if id_ == change), None)
    if one is None or one.group is None:
        return list(found)
    return _in_order(_of_group(connection, one))


def last_of(connection: Connection, person: str, device: str, count: int) -> list[Made]:
    """List the newest changes made by a person on a device, newest first."""
    waiting = select(outbox.c.change_id, outbox.c.body).order_by(outbox.c.position.desc())
    read = select(tail.c.change_id, tail.c.wire).where(tail.c.actor == person)
    read = read.order_by(tail.c.at_ms.desc(), tail.c.seq.desc())
    found = [_from_body(row) for row in connection.execute(waiting.limit(count))]
    found += [
        made
        for row in connection.execute(read.limit(count))
        if (made := _from_fact(row)) is not None and made[1].device == device
    ]
    own = dict(found)
    return sorted(own.items(), key=lambda made: made[1].time.wall_ms, reverse=True)[:count]


def still_stands(connection: Connection, change: Change) -> bool:
    """Tell whether a decision about a conflict is still the one in force; other changes stand."""
    if change.kind is not ChangeKind.resolve or "state" not in change.fields:
        return True
    chosen = change.fields["state"].new
    found = read_row(connection, "conflict", change.row)
    return chosen != "open" and found is not None and found.row.fields.get("state") == chosen


def _of_group(connection: Connection, one: Change) -> Iterable[Made]:
    assert one.group is not None
    same = (tail.c.scope == one.scope) & (tail.c.actor == one.actor)
    around = _read(
        connection,
        same & (tail.c.entity != ""),
        covered.c.scope == one.scope,
        outbox.c.group_id == one.group.id,
    )
    return [made for made in around if made[1].group and made[1].group.id == one.group.id]


def _read(
    connection: Connection,
    in_tail: ColumnElement[bool],
    in_covered: ColumnElement[bool],
    in_outbox: ColumnElement[bool],
) -> list[Made]:
    read = connection.execute(select(tail.c.change_id, tail.c.wire).where(in_tail))
    found = [made for row in read if (made := _from_fact(row)) is not None]
    for table, where in ((covered, in_covered), (outbox, in_outbox)):
        rows = connection.execute(select(table.c.change_id, table.c.body).where(where))
        found += [_from_body(row) for row in rows]
    return list(dict(found).items())


def _from_body(row: Row[Any, Any]) -> Made:
    return ChangeId(row[0]), decode(Change, row[1].encode())


def _from_fact(row: Row[Any, Any]) -> Made | None:
    fact = decode(Fact, row[1].encode())
    change = change_of(fact)
    if change is None or fact.verdict.word is Word.quarantined:
        return None
    return ChangeId(row[0]), change


_PARENTS_FIRST = {
    kind: place
    for place, kind in enumerate(
        "compound village_group building unit dwelling resident household member care".split()
    )
}


def _in_order(found: Iterable[Made]) -> list[Made]:
    """Order by time, then as parents come before children; groups by their index."""
    return sorted(found, key=_place)


def _place(made: Made) -> tuple[int, int, int, str]:
    change = made[1]
    index = change.group.index if change.group else 0
    return (change.time.wall_ms, _PARENTS_FIRST.get(change.entity, 99), index, made[0])
