"""谁改过什么: every change of a record that is still kept, in words, newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from fieldapp.domain.days import moment
from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.tags import Catalogue
from fieldapp.domain.words import word_of
from fieldapp.queries import staff
from fieldapp.queries.door_names import door_names, household_names
from fieldapp.queries.grid import read_kinds
from fieldapp.queries.marks import SyncMark
from fieldapp.queries.sealed import sealed_ones
from fieldapp.queries.telling import WORKED_OUT
from fieldapp.store.fold import change_of
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES, covered, outbox, tail
from fieldapp.verbs import Query, Reader, answers
from sync.codec import decode
from sync.protocol import Change, ChangeKind, Edit, Fact, Value, Word
from sync.schema import Field, FieldType

MASKED = "（已遮）"
_LAST = 1 << 40
_WORDS_OF_A_LINE = ("text", "households")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one change: from what to what, who, when, on which device.

    `outcome` says what became of it when not simply taken ("两处改得不一样"); `change_id` can
    be undone by `UndoChange`.
    """

    kind: str
    id: str
    field: str
    label: str
    old: str
    new: str
    author: str
    author_name: str
    device: str
    is_this_device: bool
    at_ms: int
    when_text: str
    change_id: str
    outcome: str
    sync: SyncMark


@dataclass(frozen=True, slots=True)
class HistoryQuery(Query["tuple[HistoryLine, ...]"]):
    """Ask who changed what in a record; of a household with its door and people as well."""

    kind: str
    id: str
    field: str | None = None
    also_people: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    id: str
    change: Change
    at_ms: int
    outcome: str
    sync: SyncMark
    order: int


@answers(HistoryQuery)
def history(reader: Reader, query: HistoryQuery) -> tuple[HistoryLine, ...]:
    """List the changes kept here: 90 days of the log, and what waits in the outbox."""
    keys = [(query.kind, query.id)]
    if query.also_people and query.kind == "household":
        keys += _around(reader.connection, query.id)
    stored = read_row(reader.connection, query.kind, query.id)
    words = _Words(reader.connection, stored.scope if stored else "")
    people = staff.names(reader.connection)
    kept = sorted(_kept(reader.connection, keys), key=lambda one: (-one.at_ms, -one.order))
    sealed = sealed_ones(reader.connection, [id_ for kind, id_ in keys if kind == "diary_line"])
    return tuple(
        line
        for one in kept
        for line in _lines(one, words, people, reader.author.device, sealed)
        if query.field in (None, line.field)
    )


def _around(connection: Connection, household: str) -> list[tuple[str, str]]:
    member = TABLES["member"]
    query = select(member.c.id, member.c.resident_id).where(member.c.household_id == household)
    rows = connection.execute(query).all()
    found = [("member", row.id) for row in rows]
    found += [(kind, row.resident_id) for row in rows for kind in ("resident", "care")]
    home = read_row(connection, "household", household)
    if home is not None and home.row.fields.get("dwelling_id"):
        found.append(("dwelling", home.row.fields["dwelling_id"]))
    return found


def _kept(connection: Connection, keys: Iterable[tuple[str, str]]) -> Iterable[_Kept]:
    wanted = list(keys)
    seen: set[str] = set()
    for one in (*_from_tail(connection, wanted), *_from_own(connection, wanted)):
        if one.id not in seen:
            seen.add(one.id)
            yield one


def _from_tail(connection: Connection, keys: list[tuple[str, str]]) -> Iterable[_Kept]:
    here = or_(*((tail.c.entity == kind) & (tail.c.row == id_) for kind, id_ in keys))
    for row in connection.execute(select(tail.c.wire).where(here)):
        fact = decode(Fact, row.wire.encode())
        change = change_of(fact)
        if change is not None and fact.verdict.word is not Word.nothing:
            at_ms = fact.estimate.at_ms
            yield _Kept(
                fact.id, change, at_ms, _outcome(fact.verdict.word), SyncMark.entered, fact.seq
            )


def _from_own(connection: Connection, keys: list[tuple[str, str]]) -> Iterable[_Kept]:
    ids = [id_ for _, id_ in keys]
    waiting = select(outbox.c.change_id, outbox.c.body, outbox.c.delivered_seq, outbox.c.position)
    for row in connection.execute(waiting.where(outbox.c.row.in_(ids))):
        change = decode(Change, row.body.encode())
        mark = SyncMark.saved if row.delivered_seq is None else SyncMark.delivered
        yield _Kept(row.change_id, change, change.time.wall_ms, "", mark, _LAST + row.position)
    for own in connection.execute(select(covered.c.change_id, covered.c.body, covered.c.seq)):
        change = decode(Change, own.body.encode())
        if (change.entity, change.row) in keys:
            yield _Kept(own.change_id, change, change.time.wall_ms, "", SyncMark.entered, own.seq)


def _outcome(word: Word) -> str:
    return {
        Word.clashed: "两处改得不一样",
        Word.quarantined: "没收下",
        Word.merged: "和别人的合在一起",
    }.get(word, "")


def _lines(
    one: _Kept, words: _Words, people: Mapping[str, str], device: str, sealed: Collection[str]
) -> Iterable[HistoryLine]:
    change = one.change
    entity = SCHEMA.entities.get(change.entity)
    if entity is None or change.kind is ChangeKind.resolve:
        return
    when = moment(one.at_ms)
    for name, edit in change.fields.items():
        spec = entity.by_name.get(name)
        if spec is None or name in WORKED_OUT:
            continue
        is_masked = spec.level >= 3 or (name in _WORDS_OF_A_LINE and change.row in sealed)
        old, new = _covered(edit) if is_masked else words.sides(change.entity, spec, edit)
        if old == new:
            continue
        yield HistoryLine(
            change.entity,
            change.row,
            name,
            spec.label,
            old,
            new,
            change.actor,
            people.get(change.actor, ""),
            change.device,
            change.device == device,
            one.at_ms,
            f"{when.month}月{when.day}日 {when:%H:%M}",
            one.id,
            one.outcome,
            one.sync,
        )


def _covered(edit: Edit) -> tuple[str, str]:
    old, new = edit.old or edit.remove, edit.new or edit.add
    return MASKED if old else "", MASKED if new else ""


class _Words:
    """Says values of fields in words, looking names up once."""

    def __init__(self, connection: Connection, scope: str = "") -> None:
        self._connection = connection
        self._kinds: Catalogue = read_kinds(connection, scope)

    def sides(self, kind: str, spec: Field, edit: Edit) -> tuple[str, str]:
        """Give what stood there and what stands there now."""
        if spec.type is FieldType.set:
            gone = (edit.old or {}).values()
            return self._elements(gone), self._elements(edit.add.values())
        return self._value(kind, spec, edit.old), self._value(kind, spec, edit.new)

    def _elements(self, elements: Iterable[Any]) -> str:
        return "、".join(self._element(one) for one in elements if isinstance(one, dict))

    def _element(self, one: Mapping[str, Any]) -> str:
        if "number" in one:
            return " ".join(str(part) for part in (one.get("whose"), one["number"]) if part)
        code = str(one.get("code", ""))
        return self._kinds[code].name if code in self._kinds else code

    def _value(self, kind: str, spec: Field, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list):
            return "、".join(str(one) for one in value)
        if spec.name in ("head_id", "contact_id", "resident_id", "duplicate_of"):
            found = read_row(self._connection, "resident", str(value))
            return str(found.row.fields.get("name", "")) if found else ""
        if spec.name == "dwelling_id":
            named = door_names(self._connection, [str(value)])
            return named[str(value)].full if named else ""
        if spec.name == "household_id":
            homes = household_names(self._connection, [str(value)])
            return homes[str(value)].label if homes else ""
        if spec.name.endswith("_ms") and isinstance(value, int):
            return f"{moment(value):%m月%d日 %H:%M}"
        return word_of(kind, spec.name, value)
