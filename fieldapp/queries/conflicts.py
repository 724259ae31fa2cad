"""Where two wrote differently: three cards of one width, who and when above, the words large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.errors import Refused
from fieldapp.queries.merged import MergedRow, merged_rows
from fieldapp.queries.staff import StaffQuery, StaffRow, staff
from fieldapp.queries.telling import label_of, places_of, value_text
from fieldapp.store.rows import Key, Stored, read_rows
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.merge import Stamp

UNDO_DAYS = 7
"""Days during which the screen offers to turn a decision back; afterwards it still can be."""
_WHY: Mapping[str, str] = {
    "later": "用的是后写的那个",
    "incumbent": "先照社区账上的用",
    "identity": "姓名、证件这类先不动，等人看过再定",
    "text": "两段话改在同一处，先用社区账上的",
}
_WHY_DECIDED: Mapping[str, str] = {
    "kept": "选好了，照现在的用",
    "restored": "选好了，换成了这个",
    "both": "选好了，两个都留着",
}


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One card. `key` is what to restore: `kept`, `other` or `base`."""

    key: str
    title: str
    who: str
    at_ms: int
    device_word: str
    text: str
    button: str
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """One field that two people set differently, and what became of it."""

    id: str
    title: str
    place: str
    household: str
    dwelling: str
    kind: str
    row: str
    field: str
    field_label: str
    sides: tuple[ConflictSide, ...]
    in_use: int
    value_in_use: str
    why: str
    state: str
    decided_by: str
    decided_ms: int | None
    undo_until: date | None
    other_name: str
    other_phone: str


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """What is to be chosen, what was chosen lately, and what merged by itself."""

    open: tuple[ConflictCard, ...]
    decided: tuple[ConflictCard, ...]
    merged: tuple[MergedRow, ...]


@dataclass(frozen=True, slots=True)
class ConflictsQuery(Query[ConflictsView]):
    """Ask for all conflicts: open ones grouped by door, decided ones newest first."""


@dataclass(frozen=True, slots=True)
class ConflictQuery(Query[ConflictCard]):
    """Ask for one conflict."""

    conflict: str


@answers(ConflictsQuery)
def conflicts(reader: Reader, query: ConflictsQuery) -> ConflictsView:
    """Read them all; those decided longer ago than they are offered to be undone are left out."""
    table = TABLES["conflict"]
    ids = reader.connection.execute(select(table.c.id).order_by(table.c.id)).scalars().all()
    cards = _cards(reader, ids)
    still_open = [card for card in cards if card.state == "open"]
    today = day_of(reader.now_ms)
    decided = [card for card in cards if card.undo_until and card.undo_until >= today]
    return ConflictsView(
        tuple(sorted(still_open, key=lambda card: (card.place, card.id))),
        tuple(sorted(decided, key=lambda card: (-(card.decided_ms or 0), card.id))),
        merged_rows(reader),
    )


@answers(ConflictQuery)
def conflict(reader: Reader, query: ConflictQuery) -> ConflictCard:
    """Read one. Raises `Refused` when there is none."""
    cards = _cards(reader, [query.conflict])
    if not cards:
        raise Refused("row-unknown", "没有这一处。先同步一次再看。", is_input=True)
    return cards[0]


def _cards(reader: Reader, ids: Sequence[str]) -> list[ConflictCard]:
    records = read_rows(reader.connection, [("conflict", id_) for id_ in ids])
    targets = {key: _target(found) for key, found in records.items()}
    rows = read_rows(reader.connection, targets.values())
    places = places_of(reader.connection, {target: {} for target in targets.values()})
    people = staff(reader, StaffQuery())
    return [
        _card(reader, key[1], found, rows.get(targets[key]), places[targets[key]], people)
        for key, found in records.items()
        if "on_entity" in found.row.fields
    ]


def _target(found: Stored) -> Key:
    fields = found.row.fields
    return str(fields.get("on_entity", "")), str(fields.get("on_row", ""))


def _card(
    reader: Reader,
    id_: str,
    found: Stored,
    target: Stored | None,
    place: str,
    people: Mapping[str, StaffRow],
) -> ConflictCard:
    fields, decision = found.row.fields, found.row.stamps.get("state")
    kind, row, field = fields["on_entity"], fields["on_row"], fields["on_field"]
    present = target.row.fields.get(field) if target else None
    sides = _sides(reader, fields, present, people)
    state = str(fields.get("state") or "open")
    decided_ms = _decided_ms(fields, decision, state)
    label = label_of(kind, field)
    other = _other_person(reader, fields, people)
    return ConflictCard(
        id_,
        f"{label}，两个人写得不一样",
        place,
        row if kind == "household" else _link(target, "household_id"),
        row if kind == "dwelling" else _link(target, "dwelling_id"),
        kind,
        row,
        field,
        label,
        sides,
        next((place for place, side in enumerate(sides) if side.is_in_use), -1),
        value_text(reader.connection, kind, field, present),
        _WHY_DECIDED.get(state) or _WHY.get(str(fields.get("rule")), ""),
        state,
        _decider(fields, decision, state, people),
        decided_ms,
        day_of(decided_ms) + timedelta(days=UNDO_DAYS) if decided_ms else None,
        other.name if other else "",
        other.phone if other else "",
    )


def _link(target: Stored | None, field: str) -> str:
    return str(target.row.fields.get(field) or "") if target else ""


def _decided_ms(fields: Mapping[str, Any], decision: Stamp | None, state: str) -> int | None:
    if state == "open":
        return None
    at_ms = fields.get("decided_at_ms") or (decision.at_ms if decision else 0)
    return int(at_ms)


def _decider(
    fields: Mapping[str, Any], decision: Stamp | None, state: str, people: Mapping[str, StaffRow]
) -> str:
    if state == "open":
        return ""
    person = fields.get("decided_by") or (decision.actor if decision else "")
    return people[person].name if person in people else ""


def _sides(
    reader: Reader,
    fields: Mapping[str, Any],
    present: Any,
    people: Mapping[str, StaffRow],
) -> tuple[ConflictSide, ...]:
    """Give one's own card first, then the other's, then what both had seen."""
    ordered = sorted(("kept", "other"), key=lambda key: _distance(reader, fields[key]))
    keys = [*ordered, "base"]
    used = next((key for key in keys if (fields[key] or {}).get("value") == present), "")
    return tuple(_side(reader, fields, key, key == used, people) for key in keys if fields.get(key))


def _distance(reader: Reader, side: Mapping[str, Any]) -> int:
    if side.get("device") == reader.author.device:
        return 0
    return 1 if side.get("actor") == reader.author.person else 2


def _side(
    reader: Reader,
    fields: Mapping[str, Any],
    key: str,
    is_in_use: bool,
    people: Mapping[str, StaffRow],
) -> ConflictSide:
    side = fields[key] or {}
    actor = str(side.get("actor") or "")
    who = people[actor].name if actor in people else ("社区" if actor == "server" else "")
    title = _title(reader, fields, key, who)
    text = value_text(reader.connection, fields["on_entity"], fields["on_field"], side.get("value"))
    is_here = side.get("device") == reader.author.device
    return ConflictSide(
        key,
        title,
        who,
        int(side.get("at_ms") or 0),
        "这台平板" if is_here and actor else "",
        text,
        f"用{title}",
        is_in_use,
    )


def _title(reader: Reader, fields: Mapping[str, Any], key: str, who: str) -> str:
    if key == "base":
        return "原来的"
    mine = [
        one for one in ("kept", "other") if (fields[one] or {}).get("actor") == reader.author.person
    ]
    if not mine:
        return f"{who}的" if who else "另一个"
    if key not in mine:
        return "对方的"
    if len(mine) == 1:
        return "我的"
    is_here = (fields[key] or {}).get("device") == reader.author.device
    return "这台上的" if is_here else "另一台上的"


def _other_person(
    reader: Reader, fields: Mapping[str, Any], people: Mapping[str, StaffRow]
) -> StaffRow | None:
    actors = [str((fields[key] or {}).get("actor") or "") for key in ("kept", "other")]
    return next(
        (people[one] for one in actors if one in people and one != reader.author.person), None
    )
