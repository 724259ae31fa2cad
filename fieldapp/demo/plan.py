"""Doors, homes and people while they are being invented, before they become rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fieldapp.demo.chance import Chance
from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.identity import IdType


@dataclass(slots=True)
class PersonPlan:
    """Somebody. `tags` are codes, with a note after a colon; `care` are those that are masked."""

    name: str
    sex: str
    born: date
    age: int
    relation: str = "02"
    tags: list[str] = field(default_factory=list)
    care: list[str] = field(default_factory=list)
    id_no: str = ""
    id_type: str = ""
    phones: list[str] = field(default_factory=list)
    residence: str = "usual_local"
    more: dict[str, Any] = field(default_factory=dict)
    no_id: str = ""
    may_float: bool = True


@dataclass(slots=True)
class HomePlan:
    """A household. One that is `is_told` stands in a file; the others are made up."""

    people: list[PersonPlan] = field(default_factory=list)
    is_rented: bool = False
    is_party_center: bool = False
    is_told: bool = False
    surname: str = ""


@dataclass(slots=True)
class DoorPlan:
    """A door, by the name that people give it."""

    key: str
    floor: str = ""
    unit: str = NO_UNIT
    room: str = ""
    landmark: str = ""
    door_no: str = ""
    use: str = ""
    access_note: str = ""
    home: HomePlan | None = None


@dataclass(slots=True)
class BuildingPlan:
    """A building and its doors, in walking order."""

    label: str
    compound: str = ""
    kind: str = "block"
    has_lift: bool = False
    floors: int = 0
    below: int = 0
    units: list[str] = field(default_factory=list)
    doors: list[DoorPlan] = field(default_factory=list)


def homes_of(buildings: list[BuildingPlan]) -> Iterator[tuple[DoorPlan, HomePlan]]:
    """Walk through all households with their doors."""
    for building in buildings:
        for door in building.doors:
            if door.home is not None:
                yield door, door.home


def told_home(chance: Chance, told: dict[str, Any]) -> HomePlan:
    """Read one household of a file."""
    people = [told_person(chance, one) for one in told["people"]]
    is_center = bool(told.get("is_party_center"))
    return HomePlan(people, is_party_center=is_center, is_told=True)


def told_person(chance: Chance, told: dict[str, Any]) -> PersonPlan:
    """Read one person of a file; the age follows from the number, where there is one."""
    born = _told_birth(chance, told)
    today = chance.today
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    person = PersonPlan(
        told["name"],
        told["sex"],
        born,
        age,
        told.get("relation", "02"),
        list(told.get("tags", ())),
        list(told.get("care", ())),
        phones=list(told.get("phones", ())),
        residence=told.get("residence", "usual_local"),
        no_id=told.get("no_id", ""),
        may_float=not told.get("no_float"),
    )
    _give_papers(chance, person, told)
    for name in ("speaks", "hearing_note", "latin_name", "aliases"):
        if name in told:
            person.more[name] = told[name]
    if "lunar" in told:
        person.more["birth_lunar_text"] = told["lunar"]
    if "emergency" in told:
        called, number, relation = told["emergency"]
        person.more |= {"emergency_name": called, "emergency_phone": number}
        person.more["emergency_relation"] = relation
    return person


def _told_birth(chance: Chance, told: dict[str, Any]) -> date:
    if "id" in told:
        digits = told["id"][6:14]
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if "born" in told:
        month, day = (int(part) for part in told["born"].split("-"))
        this_year = date(chance.today.year, month, day)
        return this_year if this_year <= chance.today else date(chance.today.year - 1, month, day)
    return chance.born(told["age"])


def _give_papers(chance: Chance, person: PersonPlan, told: dict[str, Any]) -> None:
    if "id" in told:
        person.id_no, person.id_type = told["id"], IdType.RESIDENT
    elif "passport" in told:
        person.id_no, person.id_type = told["passport"], IdType.PASSPORT
    elif not person.no_id and person.residence != "overseas":
        person.id_no = chance.id_no(person.born, person.sex)
        person.id_type = IdType.RESIDENT
