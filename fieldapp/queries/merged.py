"""What came together by itself: two visits of one day, texts merged, a decision made before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from fieldapp.domain.days import day_of, start_of
from fieldapp.domain.when import clock_text, when_text
from fieldapp.queries.door_names import household_names
from fieldapp.queries.telling import label_of, places_of
from fieldapp.store.schema import TABLES, tail
from fieldapp.verbs import Reader
from sync.codec import decode
from sync.protocol import Change, Fact, Word

DAYS = 7
_MOST = 20


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One thing that nobody needs to decide; `kind` and `row` lead to the record."""

    title: str
    text: str
    kind: str
    row: str
    at_ms: int


def merged_rows(reader: Reader) -> tuple[MergedRow, ...]:
    """Tell what merged in the last week, newest first."""
    rows = [*_same_day(reader), *_merged_facts(reader)]
    return tuple(sorted(rows, key=lambda row: (-row.at_ms, row.row))[:_MOST])


def _same_day(reader: Reader) -> Iterator[MergedRow]:
    """Two people at one door on one day: both visits stay, one household counts."""
    visit = TABLES["visit"]
    since = start_of(day_of(reader.now_ms) - timedelta(days=DAYS))
    day = (visit.c.at_ms + 28_800_000) / 86_400_000
    query = (
        select(visit.c.household_id, func.min(visit.c.at_ms), func.max(visit.c.at_ms))
        .where(visit.c.at_ms >= since, visit.c.archived.is_not(True), visit.c.mode == "door")
        .where(visit.c.household_id.is_not(None))
        .group_by(visit.c.household_id, func.floor(day))
        .having(func.count(visit.c.author.distinct()) > 1)
    )
    found = reader.connection.execute(query).all()
    called = household_names(reader.connection, (row[0] for row in found))
    for household, first, last in found:
        name = called[household].label if household in called else ""
        when = f"{when_text(first, reader.now_ms)} 和 {clock_text(last)}"
        text = f"{name}，{when} 都留着，只算一户"
        yield MergedRow("同一天两次敲门", text, "household", household, last)


def _merged_facts(reader: Reader) -> Iterator[MergedRow]:
    since = reader.now_ms - DAYS * 86_400_000
    told = [one for one in _facts(reader.connection, since) if _is_told(one[0], one[1], reader)]
    places = places_of(reader.connection, {(one.entity, str(one.row)): {} for _, one in told})
    for fact, change in told:
        key = (change.entity, str(change.row))
        if fact.verdict.reason == "decided_already":
            text = "别人先选好了，照先选的用"
        else:
            text = "两边改的都留下了"
        labels = "、".join(label_of(change.entity, name) for name in change.fields)
        title = f"{places[key]}的{labels}" if places[key] else labels
        yield MergedRow(title, text, *key, fact.at_ms)


def _facts(connection: Connection, since_ms: int) -> list[tuple[Fact, Change]]:
    query = (
        select(tail.c.wire)
        .where(
            tail.c.at_ms >= since_ms,
            tail.c.wire.contains('"word":"merged"') | tail.c.wire.contains("decided_already"),
        )
        .order_by(tail.c.at_ms.desc())
        .limit(_MOST)
    )
    facts = [decode(Fact, wire.encode()) for wire in connection.execute(query).scalars()]
    return [(fact, decode(Change, bytes(fact.body))) for fact in facts]


def _is_told(fact: Fact, change: Change, reader: Reader) -> bool:
    if fact.verdict.reason == "decided_already":
        return change.actor == reader.author.person
    return fact.verdict.word is Word.merged
