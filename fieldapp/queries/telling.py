"""Records and changes in everyday words: 敲门 乙1-3-201 武示例，见到."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.days import moment
from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.words import CHOICES, OUTCOME, word_of
from fieldapp.queries.door_names import door_names, household_names, households_at
from fieldapp.queries.lists_told import list_text, tag_texts, template_text
from fieldapp.store.rows import Key, read_rows
from fieldapp.store.schema import TABLES
from sync.merge import live_elements
from sync.protocol import Change, ChangeKind, Value
from sync.schema import FieldType
from sync.values import read_day

Fields = Mapping[str, Value]

KIND_WORD: Mapping[str, str] = {
    "visit": "敲门",
    "promise": "答应",
    "campaign": "专项",
    "diary_entry": "日记",
    "diary_line": "日记",
    "tick": "日记",
    "review": "批示",
    "instruction": "批示",
    "reply": "回话",
    "photo": "照片",
    "issue": "事项",
    "issue_step": "事项",
    "conflict": "选用",
    "handover": "交接",
    "compound": "楼栋",
    "building": "楼栋",
    "unit": "楼栋",
    "village_group": "楼栋",
}
"""The word before a record; people, doors and households are 住户."""
WORKED_OUT = frozenset(
    "addr_key imported_on has_care sort_no floor_sort merged distinct_from".split()
)
"""Fields that nobody writes by hand."""
_PRIORITY = (
    "issue",
    "visit",
    "diary_entry",
    "review",
    "reply",
    "conflict",
    "household",
    "resident",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: 敲门 · 乙1-3-201 武示例 · 见到."""

    kind_word: str
    place: str
    what: str

    @property
    def text(self) -> str:
        """Place and what was done, in one line."""
        return "，".join(part for part in (self.place, self.what) if part)


def tell_changes(connection: Connection, changes: Sequence[Change]) -> list[Told]:
    """Put changes into words, all at once."""
    records = {(one.entity, str(one.row)): _fields_of(one) for one in changes}
    places = places_of(connection, records)
    return [
        Told(
            KIND_WORD.get(one.entity, "住户"),
            places.get((one.entity, str(one.row)), ""),
            what_was_done(one),
        )
        for one in changes
    ]


def main_change(changes: Sequence[Change]) -> Change:
    """Pick the change that the others hang on, for one line about all of them."""

    def place(change: Change) -> int:
        if "duplicate_of" in change.fields:
            return -1
        return _PRIORITY.index(change.entity) if change.entity in _PRIORITY else len(_PRIORITY)

    return min(changes, key=place)


def what_was_done(change: Change) -> str:
    """Say what a change does to its record; of one that was erased by law no words are left."""
    if not change.fields:
        return "已按规定删除"
    fields = {name: edit.new for name, edit in change.fields.items()}
    told = [name for name in change.fields if name not in WORKED_OUT] or list(change.fields)
    labels = "、".join(label_of(change.entity, name) for name in told)
    match change.kind:
        case ChangeKind.create:
            return _created(change.entity, fields)
        case ChangeKind.archive:
            return "撤了" if fields.get("archived") else "改回来"
        case ChangeKind.resolve:
            return "选好了用哪个"
        case _ if "duplicate_of" in fields:
            return "两条合成一个人" if fields["duplicate_of"] else "又拆成两个人"
        case ChangeKind.move:
            return "转到另一网格"
        case _:
            return f"改了{labels}"


def label_of(kind: str, field: str) -> str:
    """Give a field's Chinese label; the name where there is none."""
    spec = SCHEMA.entities[kind].by_name.get(field) if kind in SCHEMA.entities else None
    return spec.label if spec else field


def value_text(connection: Connection, kind: str, field: str, value: Value) -> str:
    """Put a field's value into words; an absent one is 空着."""
    spec = SCHEMA.entities[kind].by_name.get(field) if kind in SCHEMA.entities else None
    if value is None or value in ("", [], {}):
        return "空着"
    if (kind, field) in CHOICES:
        return word_of(kind, field, value)
    if spec is not None and spec.type is FieldType.set:
        elements = list(live_elements(value).values())
        return "、".join(_element_text(connection, one) for one in elements) or "空着"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and field.endswith("_ms"):
        at = moment(value)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    if isinstance(value, list):
        return list_text(connection, kind, field, value)
    if spec is not None and spec.type is FieldType.day:
        return _day_text(str(value))
    return _named(connection, field, str(value))


def places_of(connection: Connection, records: Mapping[Key, Fields]) -> dict[Key, str]:
    """Say where each record belongs: a door and a name, a building, a day of the diary.

    `records` are fields to be laid over what is known of the row, which may be nothing.
    """
    known = {key: found.row.fields for key, found in read_rows(connection, records).items()}
    own = {key: {**known.get(key, {}), **fields} for key, fields in records.items()}
    whole = {**own, **_with_parents(connection, own)}
    homes = _homes_of(connection, _residents_of(whole))
    aims = {key: _aim(key, fields, homes) for key, fields in whole.items()}
    households = household_names(connection, (aim[1] for aim in aims.values()))
    doors = door_names(connection, (aim[0] for aim in aims.values()))
    behind = households_at(connection, (aim[0] for aim in aims.values()))
    callers = household_names(connection, behind.values())
    people = _people(connection, _residents_of(whole).values())
    said: dict[Key, str] = {}
    for key, (dwelling, household) in aims.items():
        person = people.get(_residents_of({key: whole[key]}).get(key, ""), "")
        if household in households:
            name = households[household]
            said[key] = f"{name.door} {person or name.name}".strip()
        elif dwelling in doors:
            name_there = callers[behind[dwelling]].name if dwelling in behind else ""
            said[key] = f"{doors[dwelling].full} {name_there}".strip()
        else:
            said[key] = person or _plain(connection, key, whole[key])
    return said


def households_of(connection: Connection, records: Mapping[Key, Fields]) -> dict[Key, str]:
    """Tell to which household each record belongs; "" where to none, or to one of several."""
    homes = _homes_of(connection, _residents_of(records))
    aims = {key: _aim(key, fields, homes) for key, fields in records.items()}
    behind = households_at(connection, (dwelling for dwelling, home in aims.values() if not home))
    return {key: home or behind.get(dwelling, "") for key, (dwelling, home) in aims.items()}


def _with_parents(connection: Connection, records: Mapping[Key, Fields]) -> dict[Key, Fields]:
    """Give photographs and steps of issues the place of what they hang on."""
    hung = {
        key: (str(fields.get("on_kind", "issue")), str(fields.get("on_id", fields.get("issue_id"))))
        for key, fields in records.items()
        if key[0] in ("photo", "issue_step")
    }
    found = read_rows(connection, hung.values())
    return {
        key: {**found[parent].row.fields, **records[key]}
        for key, parent in hung.items()
        if parent in found
    }


def _fields_of(change: Change) -> Fields:
    return {name: edit.new for name, edit in change.fields.items() if edit.new is not None}


def _residents_of(records: Mapping[Key, Fields]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for key, fields in records.items():
        kind, id_ = key
        if kind == "resident":
            found[key] = id_
        elif kind in ("member", "care"):
            found[key] = str(fields.get("resident_id") or id_)
    return found


def _aim(key: Key, fields: Fields, homes: Mapping[str, str]) -> tuple[str, str]:
    """Give the dwelling and the household that a record is about, "" where there is none."""
    kind, id_ = key
    if kind == "household":
        return "", id_
    if kind == "dwelling":
        return id_, ""
    if kind in ("resident", "member", "care"):
        resident = id_ if kind == "resident" else str(fields.get("resident_id") or id_)
        return "", str(fields.get("household_id") or homes.get(resident, ""))
    return str(fields.get("dwelling_id") or ""), str(fields.get("household_id") or "")


def _homes_of(connection: Connection, residents: Mapping[Key, str]) -> dict[str, str]:
    member = TABLES["member"]
    query = select(member.c.resident_id, member.c.household_id).where(
        member.c.resident_id.in_(sorted(set(residents.values()))[:500]),
        member.c.to_on.is_(None),
        member.c.archived.is_not(True),
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _people(connection: Connection, residents: Iterable[str]) -> dict[str, str]:
    table = TABLES["resident"]
    query = select(table.c.id, table.c.name).where(table.c.id.in_(sorted(set(residents))[:500]))
    return {row.id: row.name for row in connection.execute(query)}


def _plain(connection: Connection, key: Key, fields: Fields) -> str:
    kind, _ = key
    entry = fields.get("entry_id")
    if kind == "tick":
        line = read_rows(connection, [("diary_line", str(fields.get("line_id")))])
        entry = next((one.row.fields.get("entry_id") for one in line.values()), None)
    if entry and kind != "instruction":  # its page is somebody else's
        found = read_rows(connection, [("diary_entry", str(entry))])
        fields = next((one.row.fields for one in found.values()), {})
    on = read_day(fields.get("on"))
    if on and kind in _OF_A_PAGE:
        return f"{on.month}月{on.day}日那篇"
    return str(fields.get("name") or fields.get("label") or fields.get("title") or "")


_OF_A_PAGE = frozenset("diary_entry diary_line tick review instruction reply photo".split())
_MADE: Mapping[str, str] = {
    "tick": "打了钩",
    "diary_entry": "交给书记",
    "diary_line": "添了一条",
    "photo": "加了一张",
}


def _created(kind: str, fields: Fields) -> str:
    match kind:
        case "visit":
            return OUTCOME.get(str(fields.get("outcome")), "")
        case "promise" | "issue":
            return str(fields.get("text" if kind == "promise" else "title") or "")
        case "issue_step":
            return word_of(kind, "deed", fields.get("deed"))
        case "handover":
            return "签了字：交清了" if fields.get("side") == "gives" else "签了字：接下了"
        case "review" | "instruction" | "reply":
            return str(fields.get("text") or "写好了")
        case _:
            return _MADE.get(kind, "新记")


def _element_text(connection: Connection, element: Any) -> str:
    if not isinstance(element, dict):
        return str(element)
    if "number" in element:
        return " ".join(str(part) for part in (element.get("whose"), element["number"]) if part)
    code = str(element.get("code", ""))
    return tag_texts(connection, [code])[code]


def _day_text(value: str) -> str:
    day = read_day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else value


def _named(connection: Connection, field: str, value: str) -> str:
    if field == "dwelling_id":
        door = door_names(connection, [value]).get(value)
        return door.full if door else value
    if field == "template":
        return template_text(connection, value)
    if field in ("head_id", "contact_id", "resident_id", "duplicate_of"):
        return _people(connection, [value]).get(value, value)
    if field in ("household_id", "split_from"):
        home = household_names(connection, [value]).get(value)
        return home.label if home else value
    return value
