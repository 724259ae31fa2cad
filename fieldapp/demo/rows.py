"""Rows made of what was planned: places, households, people, and what is masked of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fieldapp.demo.chance import row_id
from fieldapp.demo.plan import BuildingPlan, DoorPlan, HomePlan, PersonPlan
from fieldapp.domain.address import addr_key, building_label, floor_sort, unit_label
from fieldapp.domain.tags import BUILT_IN, cadence_of

Key = tuple[str, str]
Rows = dict[Key, dict[str, Any]]

IMPORTED_DAYS_AGO = 100


@dataclass(slots=True)
class Batch:
    """Rows that are written in one transaction: those of the grid, and those that are masked."""

    grid: Rows = field(default_factory=dict)
    care: Rows = field(default_factory=dict)

    def add(self, kind: str, id_: str, fields: dict[str, Any]) -> str:
        """Add a row of the grid; absent values are left out. Gives its id."""
        self.grid[kind, id_] = {name: one for name, one in fields.items() if one not in (None, "")}
        return id_


def dwelling_id(key: str) -> str:
    """Name the row of a door by what people call it."""
    return row_id("dwelling", key)


def household_id(key: str) -> str:
    """Name the row of the household behind a door."""
    return row_id("household", key)


def add_compound(batch: Batch, fields: dict[str, Any], sort_no: int) -> None:
    """Add a compound of the file."""
    batch.add("compound", row_id("compound", fields["name"]), {**fields, "sort_no": sort_no})


def add_building(batch: Batch, plan: BuildingPlan, sort_no: int, today: date) -> None:
    """Add a building with all that is in it."""
    building = row_id("building", plan.label)
    fields = {
        "compound_id": row_id("compound", plan.compound) if plan.compound else None,
        "label": plan.label,
        "kind": plan.kind,
        "floors_above": plan.floors or None,
        "floors_below": plan.below or None,
        "has_lift": plan.has_lift or (False if plan.floors else None),
        "sort_no": sort_no,
    }
    batch.add("building", building, fields)
    for number, label in enumerate(plan.units, start=1):
        unit = {"building_id": building, "label": label, "sort_no": number}
        batch.add("unit", row_id("unit", plan.label, label), unit)
    for number, door in enumerate(plan.doors, start=1):
        _add_door(batch, plan, door, building, number)
        add_home(batch, door, today)


def _add_door(batch: Batch, plan: BuildingPlan, door: DoorPlan, building: str, number: int) -> None:
    room = door.room or door.landmark
    label, unit = building_label(plan.label), unit_label(door.unit)
    fields = {
        "building_id": building,
        "unit_id": row_id("unit", plan.label, door.unit),
        "floor_label": door.floor,
        "floor_sort": floor_sort(door.floor) if door.floor else None,
        "room_label": door.room,
        "landmark": door.landmark,
        "addr_key": addr_key(plan.compound, label, unit, room),
        "use": door.use,
        "access_note": door.access_note,
        "sort_no": number if plan.kind in ("street", "flat") else None,
    }
    batch.add("dwelling", dwelling_id(door.key), fields)


def add_home(batch: Batch, door: DoorPlan, today: date, *, kind: str = "") -> None:
    """Add the household behind a door, with its people."""
    home = door.home
    if home is None or not home.people:
        return
    people = [(row_id("resident", door.key, str(place)), one)
              for place, one in enumerate(home.people)]  # fmt: skip
    household = household_id(door.key)
    imported = (today - timedelta(days=IMPORTED_DAYS_AGO)).isoformat()
    fields = {
        "dwelling_id": dwelling_id(door.key),
        "head_id": people[0][0],
        "kind": kind or ("tenant" if home.is_rented else "family"),
        "status": "active",
        "is_party_center": home.is_party_center or None,
        "cadence_days": masked_cadence(home),
        "imported_on": imported,
        "verified_on": (today - timedelta(days=23)).isoformat(),
    }
    for id_, one in people:
        _add_person(batch, id_, one)
    batch.add("household", household, fields)
    for id_, one in people:
        member = {"household_id": household, "resident_id": id_}
        member |= {"relation_code": one.relation, "from_on": imported}
        batch.add("member", row_id("member", id_), member)


def masked_cadence(home: HomePlan) -> int | None:
    """Give the strictest cadence of the masked tags, which the grid may know without the why."""
    asked = [
        cadence_of(BUILT_IN[code], is_80=one.age >= 80) for one in home.people for code in one.care
    ]
    return min((days for days in asked if days), default=None)


def cadence(home: HomePlan) -> int:
    """Give the days between two visits that the household's tags ask for."""
    codes = [(tag.partition(":")[0], one.age >= 80) for one in home.people for tag in one.tags]
    asked = [cadence_of(BUILT_IN[code], is_80=is_80) for code, is_80 in codes]
    return min((days for days in (*asked, masked_cadence(home)) if days), default=180)


def _add_person(batch: Batch, id_: str, one: PersonPlan) -> None:
    fields = {
        "name": one.name,
        "sex": one.sex,
        "birth_date": one.born.isoformat(),
        "birth_precision": "day",
        "residence_type": one.residence,
        "life_status": "living",
        "phones": _dots(id_, "phone", ({"number": number} for number in one.phones)),
        "tags": _dots(id_, "tag", (_tag(tag) for tag in one.tags)),
        "has_care": len(one.care) or None,
        **one.more,
    }
    batch.add("resident", id_, fields)
    if one.id_no or one.care or one.no_id:
        care: dict[str, Any] = {
            "resident_id": id_,
            "id_type": one.id_type or None,
            "id_no": one.id_no or None,
        }
        masked = _dots(id_, "care", ({"code": code} for code in one.care))
        care |= {"no_id_reason": one.no_id or None, "tags": masked}
        batch.care["care", id_] = {name: kept for name, kept in care.items() if kept is not None}


def _tag(text: str) -> dict[str, str]:
    code, _, note = text.partition(":")
    return {"code": code, "note": note} if note else {"code": code}


def _dots(id_: str, what: str, elements: Iterable[dict[str, str]]) -> dict[str, Any] | None:
    """Give each element of a set a dot of its own."""
    return {row_id(what, id_, str(place)): one for place, one in enumerate(elements)} or None
