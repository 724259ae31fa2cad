"""第三网格 of 杏林社区, drawn up door by door: 296 households, 742 people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from fieldapp.demo.chance import Chance, demo_file
from fieldapp.demo.families import fill_homes
from fieldapp.demo.plan import BuildingPlan, DoorPlan, HomePlan, homes_of, told_home
from fieldapp.demo.town_tags import give_tags
from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.floors import room_label

SEED = 20261120
HOUSEHOLDS, PEOPLE = 296, 742
MILL, GARDEN = "纺织厂家属院", "杏林家园"
_EMPTY, _LET = "-", "*"


def plan_town(today: date) -> list[BuildingPlan]:
    """Invent the grid, the same in every run of one day."""
    chance, town = Chance(SEED, today), demo_file("town")
    buildings = [*_mill(town), *_garden(town), _lane(town), _street(town), _apartment(town)]
    _move_told_in(chance, buildings)
    for plan in buildings:
        _move_others_in(chance, plan, town)
    fill_homes(chance, buildings, PEOPLE)
    give_tags(chance, buildings)
    return buildings


def _mill(town: dict[str, Any]) -> Iterator[BuildingPlan]:
    for label in ("甲1", "甲2", "乙1"):
        plan = BuildingPlan(label, MILL, floors=6, units=["1", "2", "3", "4"])
        _stack(plan, plan.floors, 3, town)
        yield plan


def _garden(town: dict[str, Any]) -> Iterator[BuildingPlan]:
    for label in ("1", "2", "3"):
        plan = BuildingPlan(label, GARDEN, "tower", has_lift=True, floors=11, units=["1", "2"])
        _stack(plan, plan.floors, 2, town)
        yield plan
    plan = BuildingPlan("4", GARDEN, "tower", has_lift=True, floors=11, below=1, units=[NO_UNIT])
    _stack(plan, plan.floors, 4, town)
    # Painted so: two rooms in the basement, one let, and one on the roof numbered to avoid 14.
    plan.doors += [
        _door("4", NO_UNIT, "B1", 1, HomePlan()),
        _door("4", NO_UNIT, "B1", 2),
        _door("4", NO_UNIT, "13A", 1),
    ]
    yield plan


def _stack(plan: BuildingPlan, floors: int, per_floor: int, town: dict[str, Any]) -> None:
    """Put one door above the other; a chart says by surname who lives where."""
    chart = town["charts"].get(plan.label)
    for place, unit in enumerate(plan.units):
        for floor in range(1, floors + 1):
            row = chart[floors - floor].split("|")[place].split() if chart else [""] * per_floor
            for number, mark in enumerate(row, start=1):
                plan.doors.append(_door(plan.label, unit, str(floor), number, _charted(mark)))


def _charted(mark: str) -> HomePlan | None:
    if mark in ("", _EMPTY):
        return None
    return HomePlan(is_rented=mark.endswith(_LET), surname=mark.rstrip(_LET))


def _door(label: str, unit: str, floor: str, number: int, home: HomePlan | None = None) -> DoorPlan:
    room = room_label(floor, number)
    key = "-".join(part for part in (label, "" if unit == NO_UNIT else unit, room) if part)
    return DoorPlan(key, floor, unit, room, home=home)


def _lane(town: dict[str, Any]) -> BuildingPlan:
    doors = [DoorPlan(f"杏林巷 {spot}", landmark=spot, home=HomePlan()) for spot in town["lane"]]
    return BuildingPlan("杏林巷 平房", kind="flat", units=[NO_UNIT], doors=doors)


def _street(town: dict[str, Any]) -> BuildingPlan:
    label, lived_in = town["street"]["label"], set(town["street"]["lived_in"])
    doors = []
    for number in range(1, town["street"]["doors"] + 1):
        home = HomePlan() if number in lived_in else None
        use = "" if home else "shop"
        doors.append(DoorPlan(f"{label}{number}号", room=str(number), use=use, home=home))
    return BuildingPlan(label, kind="street", units=[NO_UNIT], doors=doors)


def _apartment(town: dict[str, Any]) -> BuildingPlan:
    told = town["apartment"]
    label, floors, per_floor = told["label"], told["floors"], told["per_floor"]
    plan = BuildingPlan(label, kind="block", floors=floors, units=[NO_UNIT])
    for floor in range(1, floors + 1):
        for number in range(1, per_floor + 1):
            # Every second room is lived in, beginning with the first.
            home = HomePlan(is_rented=True) if len(plan.doors) % 2 == 0 else None
            plan.doors.append(_door(label, NO_UNIT, str(floor), number, home))
    return plan


def _move_told_in(chance: Chance, buildings: list[BuildingPlan]) -> None:
    """Put those of the story behind their doors."""
    doors = {door.key: door for plan in buildings for door in plan.doors}
    for told in demo_file("people"):
        door, home = doors[told["door"]], told_home(chance, told)
        is_charted = door.home is not None and door.home.is_rented
        home.is_rented = is_charted or told.get("is_rented", False)
        door.home = home
        door.access_note = told.get("access_note", "")


def _move_others_in(chance: Chance, plan: BuildingPlan, town: dict[str, Any]) -> None:
    """Choose which other doors are lived in, which of them are let, and what the rest are."""
    wanted = town["lived_in"].get(plan.label, 0)
    free = [door for door in plan.doors if door.home is None and door.use != "shop"]
    for door in chance.random.sample(free, max(wanted - len(list(homes_of([plan]))), 0)):
        door.home = HomePlan()
    owned = [door for door in plan.doors if door.home and not door.home.is_told]
    for door in chance.random.sample(owned, town["rented"].get(plan.label, 0)):
        assert door.home is not None
        door.home.is_rented = True
    is_shared = plan.label == town["apartment"]["label"]
    for door in plan.doors:
        door.use = door.use or _use(door, is_shared=is_shared)


def _use(door: DoorPlan, *, is_shared: bool) -> str:
    if door.home is None:
        return "vacant"
    if not door.home.is_rented:
        return "own"
    return "shared_rental" if is_shared else "rented"


def people_of(buildings: Iterable[BuildingPlan]) -> int:
    """Count the people."""
    return sum(len(home.people) for _, home in homes_of(list(buildings)))
