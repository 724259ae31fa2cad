"""A person on a card: what may be seen, what is masked, whom to ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.domain.households import Person, age_text, computed_tags
from fieldapp.domain.identity import mask
from fieldapp.domain.phones import spaced
from fieldapp.domain.tags import Catalogue
from fieldapp.domain.words import word_of
from fieldapp.errors import Refused
from fieldapp.queries.grid import read_kinds
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.merge import live_elements
from sync.values import read_day


@dataclass(frozen=True, slots=True)
class TagChip:
    """A tag that may be shown."""

    code: str
    name: str
    mark: str
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A telephone number: `number` to dial, `shown` with spaces to read, whose it is."""

    dot: str
    number: str
    shown: str
    whose: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One member of a household.

    `masked_id` is "" when no number is kept or this person may not hold it; `can_reveal` tells
    that the masked row is here. `hidden` counts what is masked: say "1 项已遮", never what.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    sex: str
    age: str
    birth: str
    relation: str
    relation_code: str
    is_head: bool
    life_status: str
    life_word: str
    residence: str
    tags: tuple[TagChip, ...]
    hidden: int
    masked_id: str
    no_id_reason: str
    can_reveal: bool
    phones: tuple[PhoneRow, ...]
    speaks: str
    hearing_note: str
    emergency_name: str
    emergency_phone: str
    emergency_relation: str
    note: str
    membership: str

    @property
    def summary(self) -> str:
        """Say who it is in a line: "女，90 岁，户主"."""
        return "，".join(part for part in (self.sex, self.age, self.relation) if part)


@dataclass(frozen=True, slots=True)
class ResidentQuery(Query[PersonRow]):
    """Ask for one resident's card."""

    resident: str


@answers(ResidentQuery)
def resident_card(reader: Reader, query: ResidentQuery) -> PersonRow:
    """Make the card. Raises `Refused` when there is nobody of that id."""
    found = read_people(reader.connection, [(query.resident, "", "")], "", day_of(reader.now_ms))
    if not found:
        raise Refused("row-unknown", "找不到这个人。先同步一次再看。", is_input=True)
    return found[0]


def read_people(
    connection: Connection,
    members: Sequence[tuple[str, str, str]],
    head: str,
    today: date,
) -> tuple[PersonRow, ...]:
    """Read people given as `(resident, relation code, membership)`, in that order."""
    ids = [resident for resident, _, _ in members]
    residents, cares = _by_id(connection, "resident", ids), _by_id(connection, "care", ids)
    scope = next((str(row["scope"]) for row in residents.values()), "")
    kinds = read_kinds(connection, scope)
    return tuple(
        _person(residents[id_], cares.get(id_), kinds, today, relation, membership, id_ == head)
        for id_, relation, membership in members
        if id_ in residents
    )


def _by_id(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, Any]:
    table = TABLES[kind]
    query = select(table).where(table.c.id.in_(ids)).order_by(table.c.id, table.c.scope)
    found: dict[str, Any] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["id"], row)
    return found


def _person(
    row: Any,
    care: Any,
    kinds: Catalogue,
    today: date,
    relation: str,
    membership: str,
    is_head: bool,
) -> PersonRow:
    born, precision = read_day(row["birth_date"]), row["birth_precision"] or "day"
    status = row["life_status"] or "living"
    is_gone = status == "deceased"
    return PersonRow(
        row["id"],
        row["name"] or "",
        tuple(row["aliases"] or ()),
        word_of("resident", "sex", row["sex"]) if row["sex"] in ("1", "2") else "",
        "" if is_gone else age_text(born, precision, today),
        birth_words(born, precision, row["birth_lunar_text"]),
        "户主" if is_head else (word_of("member", "relation_code", relation) if relation else ""),
        relation,
        is_head,
        status,
        "" if status == "living" else word_of("resident", "life_status", status),
        word_of("resident", "residence_type", row["residence_type"] or ""),
        () if is_gone else _chips(row, kinds, born, precision, today),
        _hidden(row, care),
        mask(care["id_no"]) if care is not None and care["id_no"] else "",
        (care["no_id_reason"] or "") if care is not None else "",
        care is not None,
        _phones(row),
        row["speaks"] or "",
        row["hearing_note"] or "",
        row["emergency_name"] or "",
        row["emergency_phone"] or "",
        row["emergency_relation"] or "",
        row["note"] or "",
        membership,
    )


def birth_words(born: date | None, precision: str, lunar: str | None) -> str:
    """Write a birth date as exactly as it is known: 1936年11月11日, 1942年, 农历…"""
    text = ""
    if born is not None and precision != "unknown":
        text = f"{born.year}年"
        text += f"{born.month}月" if precision in ("day", "month") else ""
        text += f"{born.day}日" if precision == "day" else ""
    return f"{text}（农历{lunar.removeprefix('农历')}）" if lunar else text


def _chips(
    row: Any, kinds: Catalogue, born: date | None, precision: str, today: date
) -> tuple[TagChip, ...]:
    """Show tags of level 1 and 2; of the two ages only the higher one."""
    held = {one.get("code") for one in live_elements(row["tags"]).values()}
    computed = computed_tags(Person(row["id"], born, precision), today)
    shown = held | (frozenset({max(computed, key=str)}) if computed else frozenset())
    return tuple(
        TagChip(code, kind.name, kind.mark, kind.is_computed)
        for code, kind in sorted(kinds.items(), key=lambda item: item[1].is_computed)
        if code in shown and kind.level < 3
    )


def _hidden(row: Any, care: Any) -> int:
    if care is None:
        return int(row["has_care"] or 0)
    return len(live_elements(care["tags"])) + bool(care["health_note"])


def _phones(row: Any) -> tuple[PhoneRow, ...]:
    elements: Mapping[str, Any] = live_elements(row["phones"])
    return tuple(
        PhoneRow(dot, str(one["number"]), spaced(str(one["number"])), str(one.get("whose") or ""))
        for dot, one in sorted(elements.items())
        if one.get("number")
    )
