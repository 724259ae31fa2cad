"""One conflict as a person reads it: 我的, 对方的, 原来的, and why one of them is in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.clashes import Writing, why_in_use
from fieldapp.domain.days import day_of
from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.words import CHOICES
from fieldapp.queries.first_written import Wish, Written, who_wrote
from fieldapp.queries.sealed import SEALED, sealed_ones
from fieldapp.queries.staff import StaffQuery, StaffRow, staff
from fieldapp.queries.telling import households_of, label_of, places_of, value_text
from fieldapp.store.rows import Key, Stored, read_rows
from fieldapp.verbs import Reader
from sync.merge import Stamp
from sync.schema import FieldType, Rule

UNDO_DAYS = 7
"""Days during which the screen offers to turn a decision back; afterwards it still can be."""
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
    """One field that two people set differently, and what became of it.

    `on` is the day of the later writing. `is_text`: sentences, to be laid side by side;
    `is_worded`: words of one's own can stand there, and not just one of several things.
    """

    id: str
    title: str
    place: str
    household: str
    dwelling: str
    kind: str
    row: str
    field: str
    field_label: str
    on: date
    is_text: bool
    is_worded: bool
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
class _Around:
    """What all cards are made with, read once."""

    reader: Reader
    people: Mapping[str, StaffRow]
    targets: Mapping[Key, Stored]
    places: Mapping[Key, str]
    households: Mapping[Key, str]
    written: Mapping[Wish, Written]
    sealed: frozenset[str]


def read_cards(reader: Reader, ids: Sequence[str]) -> list[ConflictCard]:
    """Make the cards of these conflicts, in any order."""
    records = read_rows(reader.connection, [("conflict", id_) for id_ in ids])
    whole = {key[1]: one.row for key, one in records.items() if "on_entity" in one.row.fields}
    aims = [_target(row.fields) for row in whole.values()]
    targets = read_rows(reader.connection, aims)
    known = {aim: targets[aim].row.fields if aim in targets else {} for aim in aims}
    around = _Around(
        reader,
        staff(reader, StaffQuery()),
        targets,
        places_of(reader.connection, {aim: {} for aim in aims}),
        households_of(reader.connection, known),
        who_wrote(reader.connection, {_base_of(row.fields) for row in whole.values()}),
        _sealed(reader, aims),
    )
    return [_card(around, id_, row.fields, row.stamps) for id_, row in whole.items()]


def _sealed(reader: Reader, aims: Sequence[Key]) -> frozenset[str]:
    lines = [id_ for kind, id_ in aims if kind == "diary_line"]
    return sealed_ones(reader.connection, lines, but_of=reader.author.person)


def _target(fields: Mapping[str, Any]) -> Key:
    return str(fields.get("on_entity", "")), str(fields.get("on_row", ""))


def _base_of(fields: Mapping[str, Any]) -> Wish:
    value = (fields.get("base") or {}).get("value")
    return Wish(*_target(fields), str(fields["on_field"]), str(value))


def _card(
    around: _Around, id_: str, fields: Mapping[str, Any], stamps: Mapping[str, Stamp]
) -> ConflictCard:
    key, field = _target(fields), str(fields["on_field"])
    kind, row = key
    found = around.targets.get(key)
    present = found.row.fields.get(field) if found else None
    sides = _sides(around, fields, present)
    state = str(fields.get("state") or "open")
    decided_ms = _decided_ms(fields, stamps.get("state"), state)
    other = _other_person(around, fields)
    label = label_of(kind, field)
    return ConflictCard(
        id_,
        _title(kind, label, _are_two(fields)),
        around.places.get(key, ""),
        around.households.get(key, ""),
        row if kind == "dwelling" else _link(found, "dwelling_id"),
        kind,
        row,
        field,
        label,
        day_of(max((one.at_ms for one in sides if one.key != "base"), default=0)),
        _is_text(kind, field),
        _is_worded(kind, field),
        sides,
        next((at for at, side in enumerate(sides) if side.is_in_use), -1),
        _words(around, row, kind, field, present),
        _WHY_DECIDED.get(state) or _why(fields, sides, label),
        state,
        _decider(around, fields, stamps.get("state"), state),
        decided_ms,
        day_of(decided_ms) + timedelta(days=UNDO_DAYS) if decided_ms else None,
        other.name if other else "",
        other.phone if other else "",
    )


def _are_two(fields: Mapping[str, Any]) -> bool:
    return len({(fields.get(key) or {}).get("actor") for key in _BOTH}) > 1


def _title(kind: str, label: str, by_two: bool) -> str:
    of_what = {"campaign": f"专项入户的{label}", "diary_line": "日记里的这一条"}.get(kind, label)
    return f"{of_what}，{'两个人' if by_two else '两台平板上'}写得不一样"


def _is_worded(kind: str, field: str) -> bool:
    entity = SCHEMA.entities.get(kind)
    spec = entity.by_name.get(field) if entity else None
    if spec is None or (kind, field) in CHOICES or spec.choices or spec.parent:
        return False
    is_link = field.endswith("_id") or field in ("template", "duplicate_of", "split_from")
    return spec.type is FieldType.text and spec.level < 3 and not is_link


def _is_text(kind: str, field: str) -> bool:
    entity = SCHEMA.entities.get(kind)
    spec = entity.by_name.get(field) if entity else None
    return spec is not None and spec.rule is Rule.text


def _why(fields: Mapping[str, Any], sides: Sequence[ConflictSide], label: str) -> str:
    titles = {side.key: side.title.removesuffix("的") for side in sides}
    kept, other = (_writing(titles.get(key, ""), fields.get(key) or {}) for key in _BOTH)
    return why_in_use(str(fields.get("rule")), label, kept, other)


_BOTH = ("kept", "other")


def _writing(title: str, side: Mapping[str, Any]) -> Writing:
    return Writing(title, int(side.get("at_ms") or 0), bool(side.get("good")))


def _link(target: Stored | None, field: str) -> str:
    return str(target.row.fields.get(field) or "") if target else ""


def _decided_ms(fields: Mapping[str, Any], decision: Stamp | None, state: str) -> int | None:
    if state == "open":
        return None
    at_ms = fields.get("decided_at_ms") or (decision.at_ms if decision else 0)
    return int(at_ms)


def _decider(around: _Around, fields: Mapping[str, Any], decision: Stamp | None, state: str) -> str:
    if state == "open":
        return ""
    person = fields.get("decided_by") or (decision.actor if decision else "")
    return around.people[person].name if person in around.people else ""


def _sides(around: _Around, fields: Mapping[str, Any], present: Any) -> tuple[ConflictSide, ...]:
    """Give one's own card first, then the other's, then what both had seen."""
    ordered = sorted(_BOTH, key=lambda key: _distance(around.reader, fields.get(key) or {}))
    keys = [*ordered, "base"]
    used = next((key for key in keys if (fields.get(key) or {}).get("value") == present), "")
    return tuple(_side(around, fields, key, key == used) for key in keys if fields.get(key))


def _distance(reader: Reader, side: Mapping[str, Any]) -> int:
    if side.get("device") == reader.author.device:
        return 0
    return 1 if side.get("actor") == reader.author.person else 2


def _side(around: _Around, fields: Mapping[str, Any], key: str, is_in_use: bool) -> ConflictSide:
    side = fields[key] or {}
    actor, at_ms = str(side.get("actor") or ""), int(side.get("at_ms") or 0)
    device = str(side.get("device") or "")
    if key == "base" and (first := around.written.get(_base_of(fields))):
        actor, at_ms, device = first.actor, first.at_ms, ""
    who = _called(around, actor)
    title = _side_title(around.reader, fields, key, who)
    kind, field = str(fields["on_entity"]), str(fields["on_field"])
    return ConflictSide(
        key,
        title,
        who,
        at_ms,
        _device_word(around.reader, device, actor),
        _words(around, str(fields["on_row"]), kind, field, side.get("value")),
        f"用{title}",
        is_in_use,
    )


def _words(around: _Around, row: str, kind: str, field: str, value: Any) -> str:
    if kind == "diary_line" and row in around.sealed:
        return SEALED
    return value_text(around.reader.connection, kind, field, value)


def _called(around: _Around, actor: str) -> str:
    if actor in around.people:
        return around.people[actor].name
    return "社区" if actor == "server" else ""


def _device_word(reader: Reader, device: str, actor: str) -> str:
    if not device or actor in ("", "server"):
        return ""
    if device == reader.author.device:
        return "这台平板"
    return "另一台平板" if actor == reader.author.person else "对方的平板"


def _side_title(reader: Reader, fields: Mapping[str, Any], key: str, who: str) -> str:
    if key == "base":
        return "原来的"
    mine = [one for one in _BOTH if (fields[one] or {}).get("actor") == reader.author.person]
    if not mine:
        return f"{who}的" if who else "另一个"
    if key not in mine:
        return "对方的"
    if len(mine) == 1:
        return "我的"
    is_here = (fields[key] or {}).get("device") == reader.author.device
    return "这台上的" if is_here else "另一台上的"


def _other_person(around: _Around, fields: Mapping[str, Any]) -> StaffRow | None:
    actors = [str((fields[key] or {}).get("actor") or "") for key in _BOTH]
    mine = around.reader.author.person
    return next(
        (around.people[one] for one in actors if one in around.people and one != mine), None
    )
