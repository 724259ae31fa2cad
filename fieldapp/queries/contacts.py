"""Whom to ring about a household: its own numbers, emergency contacts, who heads the building."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from fieldapp.domain.phones import spaced
from fieldapp.queries.door_names import door_names
from fieldapp.queries.person import PersonRow
from fieldapp.store.schema import TABLES, tagged
from sync.merge import live_elements

_VOLUNTEER = "VOL"


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to ring: `title` is 女儿 or 楼栋长, `note` what else is known."""

    title: str
    name: str
    number: str
    shown: str
    note: str
    is_emergency: bool = False


def contacts_of(
    connection: Connection, people: Sequence[PersonRow], building: str | None, home: str
) -> tuple[ContactRow, ...]:
    """List emergency contacts first, then the household's own numbers, then the stair's head."""
    found = [*_emergency(people), *_own(people), *_heads(connection, building, home)]
    unique = {(one.number, one.title): one for one in found}
    return tuple(unique.values())


def _emergency(people: Sequence[PersonRow]) -> Iterable[ContactRow]:
    for one in people:
        if one.emergency_phone:
            yield ContactRow(
                one.emergency_relation or one.emergency_name or "紧急联系人",
                one.emergency_name,
                one.emergency_phone,
                spaced(one.emergency_phone),
                "紧急联系人",
                is_emergency=True,
            )


def _own(people: Sequence[PersonRow]) -> Iterable[ContactRow]:
    for one in people:
        for phone in one.phones:
            if phone.number != one.emergency_phone:
                note = f"{one.name}的{phone.whose}" if phone.whose else "本人"
                yield ContactRow(phone.whose or one.name, one.name, phone.number, phone.shown, note)


def _heads(connection: Connection, building: str | None, home: str) -> Iterable[ContactRow]:
    """Find the volunteers whose tag says that they head the building or the unit."""
    if building is None:
        return
    resident, member = TABLES["resident"], TABLES["member"]
    household, dwelling = TABLES["household"], TABLES["dwelling"]
    query = (
        select(
            resident.c.name,
            resident.c.phones,
            tagged.c.element,
            dwelling.c.id,
            household.c.id.label("home"),
        )
        .join(tagged, (tagged.c.id == resident.c.id) & (tagged.c.kind == "resident"))
        .join(member, member.c.resident_id == resident.c.id)
        .join(household, household.c.id == member.c.household_id)
        .join(dwelling, dwelling.c.id == household.c.dwelling_id)
        .where(
            tagged.c.code == _VOLUNTEER,
            dwelling.c.building_id == building,
            member.c.to_on.is_(None),
        )
    )
    rows = [row for row in connection.execute(query) if row.home != home]
    doors = door_names(connection, [row.id for row in rows])
    for row in rows:
        title = str(row.element.get("note") or "")
        numbers = [str(one.get("number")) for one in live_elements(row.phones).values()]
        if title.endswith("长"):
            number = numbers[0] if numbers else ""
            door = doors[row.id].full if row.id in doors else ""
            yield ContactRow(title, row.name, number, spaced(number), f"{row.name} {door}".strip())
