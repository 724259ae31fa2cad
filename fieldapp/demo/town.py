"""杏林社区's third grid: its buildings door by door, and behind which somebody lives."""

from __future__ import annotations

from datetime import date
from typing import Any

from fieldapp.demo.chance import Chance, demo_file
from fieldapp.demo.families import fill_homes
from fieldapp.demo.plan import BuildingPlan, DoorPlan, HomePlan, told_home
from fieldapp.demo.town_tags import give_tags
from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.floors import room_label

PEOPLE = 742
SEED = 20261120


def plan_town(today: date) -> list[BuildingPlan]:
    """Invent the grid as it is on a day: 296 households, 742 people."""
    chance, town = Chance(SEED, today), demo_file("town")
    told = {one["door"]: one for one in demo_file("people")}
    buildings = [
        *(_yard(label) for label in ("甲1", "甲2", "乙1")),
        *(_tower(str(number)) for number in (1, 2, 3)),
        _tower_without_units(),
        _street(town["street"]),
        _lane(town["lane"]),
        _apartment(town["apartment"]),
    ]
    for building in buildings:
        _settle(chance, building, told)
    fill_homes(chance, buildings, PEOPLE)
    give_tags(chance, buildings)
    return buildings


def _yard(label: str) -> BuildingPlan:
    plan = BuildingPlan(label, "纺织厂家属院", floors=6, units=["1", "2", "3", "4"])
    plan.doors = _doors(plan, per_floor=3)
    return plan


def _tower(label: str) -> BuildingPlan:
    plan = BuildingPlan(label, "杏林家园", "tower", has_lift=True, floors=11, units=["1", "2"])
    plan.doors = _doors(plan, per_floor=2)
    return plan


def _tower_without_units() -> BuildingPlan:
    plan = BuildingPlan("4", "杏林家园", "tower", has_lift=True, floors=11, below=1)
    plan.units = [NO_UNIT]
    plan.doors = _doors(plan, per_floor=4)
    plan.doors += [_door(plan, NO_UNIT, "B1", 3), _door(plan, NO_UNIT, "13A", 1)]
    return plan


def _doors(building: BuildingPlan, per_floor: int) -> list[DoorPlan]:
    return [
        _door(building, unit, str(floor), number)
        for unit in building.units
        for floor in range(1, building.floors + 1)
        for number in range(1, per_floor + 1)
    ]


def _door(building: BuildingPlan, unit: str, floor: str, number: int) -> DoorPlan:
    room = room_label(floor, number)
    middle = "" if unit == NO_UNIT else f"{unit}-"
    return DoorPlan(f"{building.label}-{middle}{room}", floor, unit, room)


def _street(told: dict[str, Any]) -> BuildingPlan:
    plan = BuildingPlan(told["label"], kind="street", units=[NO_UNIT])
    for number in range(1, told["doors"] + 1):
        door = DoorPlan(f"{plan.label}{number}号", "1", room=str(number), use="shop")
        door.home = HomePlan() if number in told["lived_in"] else None
        plan.doors.append(door)
    return plan


def _lane(landmarks: list[str]) -> BuildingPlan:
    plan = BuildingPlan("杏林巷", kind="flat", units=[NO_UNIT])
    plan.doors = [
        DoorPlan(f"杏林巷 {one}", "1", landmark=one, home=HomePlan()) for one in landmarks
    ]
    return plan


def _apartment(told: dict[str, Any]) -> BuildingPlan:
    plan = BuildingPlan(told["label"], kind="block", floors=told["floors"], units=[NO_UNIT])
    plan.doors = _doors(plan, per_floor=told["per_floor"])
    for door in plan.doors:
        door.use = "shared_rental"
    return plan


def _settle(chance: Chance, building: BuildingPlan, told: dict[str, Any]) -> None:
    """Decide behind which doors somebody lives, and take the households that a file tells."""
    town = demo_file("town")
    lived_in = {**town["lived_in"], town["apartment"]["label"]: town["apartment"]["lived_in"]}
    rented = {**town["rented"], town["apartment"]["label"]: town["apartment"]["lived_in"]}
    if building.label in town["charts"]:
        _settle_by_chart(building, town["charts"][building.label])
    elif building.label in lived_in:
        _settle_by_number(chance, building, lived_in[building.label], told)
    for door in building.doors:
        _take_told(chance, door, told)
    _rent_out(chance, building, rented.get(building.label, 0))
    for door in building.doors:
        _use(building, door)


def _take_told(chance: Chance, door: DoorPlan, told: dict[str, Any]) -> None:
    if door.key in told:
        is_rented = door.home is not None and door.home.is_rented
        door.home = told_home(chance, told[door.key])
        door.home.is_rented = is_rented
        door.access_note = told[door.key].get("access_note", "")


def _use(building: BuildingPlan, door: DoorPlan) -> None:
    if door.home is None and not door.use:
        door.use = "vacant"
    elif door.home is not None and door.home.is_rented and not door.use:
        door.use = "rented"


def _settle_by_chart(building: BuildingPlan, chart: list[str]) -> None:
    """Take surnames from a drawing with the top floor on top; * is rented, - nobody."""
    floors = len(chart)
    for line, drawn in enumerate(chart):
        doors = [door for door in building.doors if door.floor == str(floors - line)]
        for door, name in zip(doors, drawn.replace("|", " ").split(), strict=True):
            if name != "-":
                door.home = HomePlan(is_rented=name.endswith("*"), surname=name.rstrip("*"))
    above = next((door for door in building.doors if door.floor == "13A"), None)
    if above is not None:
        above.home = HomePlan(surname="林")


def _settle_by_number(
    chance: Chance, building: BuildingPlan, count: int, told: dict[str, Any]
) -> None:
    always = [door for door in building.doors if door.key in told]
    others = [door for door in building.doors if door.key not in told]
    for door in (*always, *chance.random.sample(others, count - len(always))):
        door.home = HomePlan()


def _rent_out(chance: Chance, building: BuildingPlan, count: int) -> None:
    """Let so many of the homes; those whom a file tells of only where it says so."""
    let = [door for door in building.doors if door.key in _TOLD_TENANTS]
    free = [door for door in building.doors if door.home and not door.home.is_told]
    chosen = [*let, *chance.random.sample(free, count - len(let))] if count else []
    for door in chosen:
        assert door.home is not None
        door.home.is_rented = True


_TOLD_TENANTS = frozenset({"北沿街18号", "独立单身公寓-101"})
