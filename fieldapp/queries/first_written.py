"""Who wrote a value that two others changed later, and when: looked up in the kept log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from fieldapp.store.fold import change_of
from fieldapp.store.schema import tail
from sync.codec import decode
from sync.protocol import Fact

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """A value of one field, as text, whose writer is wanted."""

    kind: str
    row: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote it and when, by the server's estimate."""

    actor: str
    at_ms: int


def who_wrote(connection: Connection, wishes: Iterable[Wish]) -> dict[Wish, Written]:
    """Find the newest writer of each value; what is older than 90 days is not known any more."""
    wanted = set(wishes)
    rows = sorted({one.row for one in wanted})
    found: dict[Wish, Written] = {}
    for start in range(0, len(rows), _CHUNK):
        query = select(tail.c.wire).where(tail.c.row.in_(rows[start : start + _CHUNK]))
        for wire in connection.execute(query.order_by(tail.c.position)).scalars():
            found |= _written_by(decode(Fact, wire.encode()), wanted)
    return found


def _written_by(fact: Fact, wanted: set[Wish]) -> dict[Wish, Written]:
    change = change_of(fact)
    if change is None:
        return {}
    sets = {
        Wish(one.entity, str(one.row), name, str(value))
        for one in fact.effect
        for name, value in one.fields.items()
    }
    return dict.fromkeys(sets & wanted, Written(change.actor, fact.estimate.at_ms))
