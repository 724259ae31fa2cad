"""What came together by itself: two visits of one day, texts merged, a decision made before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from fieldapp.domain.days import day_of, start_of
from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.when import clock_text, when_text
from fieldapp.queries.door_names import household_names
from fieldapp.queries.sealed import is_closed_to
from fieldapp.queries.staff import names
from fieldapp.queries.telling import households_of, label_of, places_of, value_text
from fieldapp.store.rows import Key, read_rows
from fieldapp.store.schema import TABLES, tail
from fieldapp.verbs import Query, Reader, answers
from sync.codec import decode
from sync.protocol import Change, Fact, Value, Word
from sync.schema import Rule

DAYS = 7
_MOST, _READ = 20, 500
_SHOWN_SETS = ("phones", "tags")


@dataclass(frozen=True, slots=True)
class MergedSide:
    """One of the texts that became one: whose it was, and how it read."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One thing that nobody needs to decide; `kind` and `row` lead to the record.

    `sides` are what was put together and how it reads now, where that is a text.
    """

    title: str
    text: str
    kind: str
    row: str
    at_ms: int
    household: str = ""
    entry: str = ""
    sides: tuple[MergedSide, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedQuery(Query[tuple[MergedRow, ...]]):
    """Ask what merged by itself in the last week."""


@answers(MergedQuery)
def merged(reader: Reader, query: MergedQuery) -> tuple[MergedRow, ...]:
    """List it, newest first."""
    return merged_rows(reader)


def merged_rows(reader: Reader) -> tuple[MergedRow, ...]:
    """Tell what merged in the last week, newest first."""
    rows = [*_same_day(reader), *_merged_facts(reader), *_added_apart(reader)]
    return tuple(sorted(rows, key=lambda row: (-row.at_ms, row.row))[:_MOST])


def recently_merged(reader: Reader, kind: str, ids: Iterable[str]) -> frozenset[str]:
    """Tell which of these records merged by themselves in the last week."""
    wanted = sorted(set(ids))[:500]
    query = select(tail.c.row).where(
        tail.c.entity == kind,
        tail.c.row.in_(wanted),
        tail.c.at_ms >= reader.now_ms - DAYS * 86_400_000,
        tail.c.wire.contains('"word":"merged"'),
    )
    return frozenset(reader.connection.execute(query).scalars())


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
        yield MergedRow("同一天两次敲门", text, "household", household, last, household)


def _merged_facts(reader: Reader) -> Iterator[MergedRow]:
    since = reader.now_ms - DAYS * 86_400_000
    told = [one for one in _facts(reader.connection, since) if _is_told(one[0], one[1], reader)]
    keys: list[Key] = [(one.entity, str(one.row)) for _, one in told]
    known = read_rows(reader.connection, keys)
    fields = {key: known[key].row.fields if key in known else {} for key in keys}
    places = places_of(reader.connection, {key: {} for key in keys})
    homes = households_of(reader.connection, fields)
    people = names(reader.connection)
    for fact, change in told:
        key = (change.entity, str(change.row))
        if fact.verdict.reason == "decided_already":
            text = "别人先选好了，照先选的用"
        else:
            text = "两边改的都留下了"
        labels = "、".join(label_of(change.entity, name) for name in change.fields)
        title = f"{places[key]}的{labels}" if places[key] else labels
        entry = str(fields[key].get("entry_id") or "")
        is_closed = is_closed_to(reader, change)
        sides = () if is_closed else tuple(_sides(reader.connection, fact, change, people))
        yield MergedRow(title, text, *key, fact.at_ms, homes[key], entry, sides)


def _added_apart(reader: Reader) -> Iterator[MergedRow]:
    """Telephones and tags that two added to one record, neither knowing of the other's."""
    since = reader.now_ms - DAYS * 86_400_000
    query = (
        select(tail.c.wire)
        .where(tail.c.at_ms >= since, tail.c.wire.contains('"kind":"tag"'))
        .order_by(tail.c.at_ms.desc(), tail.c.seq.desc())
        .limit(_READ)
    )
    wires = reversed(reader.connection.execute(query).scalars().all())
    before: dict[tuple[str, str, str], tuple[Fact, Change]] = {}
    found: list[tuple[Fact, Change, str]] = []
    for fact in (decode(Fact, wire.encode()) for wire in wires):
        change = decode(Change, bytes(fact.body))
        for name in (name for name, edit in change.fields.items() if edit.add):
            earlier = before.get((change.entity, change.row, name))
            if name in _SHOWN_SETS and earlier and _is_apart(*earlier, fact, change):
                found.append((fact, change, name))
            before[change.entity, change.row, name] = fact, change
    keys: list[Key] = [(change.entity, str(change.row)) for _, change, _ in found]
    places = places_of(reader.connection, {key: {} for key in keys})
    known = read_rows(reader.connection, keys)
    homes = households_of(
        reader.connection, {key: known[key].row.fields if key in known else {} for key in keys}
    )
    for (fact, _, name), key in zip(found, keys, strict=True):
        title = f"{places[key]}的{label_of(key[0], name)}"
        yield MergedRow(title, "两边添的都留下了", *key, fact.at_ms, homes[key])


def _is_apart(earlier: Fact, first: Change, fact: Fact, second: Change) -> bool:
    """Tell whether the second was made before the community had the first."""
    return first.device != second.device and fact.estimate.at_ms < earlier.at_ms


def _sides(
    connection: Connection, fact: Fact, change: Change, people: Mapping[str, str]
) -> Iterator[MergedSide]:
    """Tell both texts of what was merged sentence by sentence, and how it reads now."""
    entity = SCHEMA.entities.get(change.entity)
    effects = {(one.entity, one.row): one.fields for one in fact.effect}
    after = effects.get((change.entity, change.row), {})
    for name, edit in change.fields.items():
        spec = entity.by_name.get(name) if entity else None
        if spec is None or spec.rule is not Rule.text or after.get(name) in (None, edit.new):
            continue
        before = _before(connection, fact, change, name)
        if before is not None:
            actor, value = before
            yield _side(connection, change, name, f"{people.get(actor, '先到')}写的", value)
        whose = people.get(change.actor, "后到")
        yield _side(connection, change, name, f"{whose}写的", edit.new)
        yield _side(connection, change, name, "合好以后", after[name])


def _side(
    connection: Connection, change: Change, field: str, title: str, value: Value
) -> MergedSide:
    return MergedSide(title, value_text(connection, change.entity, field, value))


def _before(
    connection: Connection, fact: Fact, change: Change, field: str
) -> tuple[str, Value] | None:
    """Give whose words stood in a field just before a fact, if that is still kept."""
    query = (
        select(tail.c.wire)
        .where(tail.c.entity == change.entity, tail.c.row == change.row)
        .where(tail.c.scope == fact.scope, tail.c.seq < fact.seq)
        .order_by(tail.c.seq.desc())
    )
    for wire in connection.execute(query).scalars():
        earlier = decode(Fact, wire.encode())
        for one in earlier.effect:
            if (one.entity, one.row) == (change.entity, change.row) and field in one.fields:
                return decode(Change, bytes(earlier.body)).actor, one.fields[field]
    return None


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
