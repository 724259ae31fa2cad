"""Draw up compounds, village groups, buildings and single doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.address import NO_UNIT, floor_of, floor_sort, unit_label
from fieldapp.domain.floors import (
    MOST_FLOORS,
    MOST_PER_FLOOR,
    MOST_UNITS,
    floor_labels,
    plan_doors,
)
from fieldapp.domain.words import code_of
from fieldapp.errors import Refused
from fieldapp.services.doors import door_key, same_door, town_key
from fieldapp.services.where import grid_scope, present
from fieldapp.store.rows import Key
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class AddCompound(Command[str]):
    """A compound with its gate and its property company. Gives its id."""

    name: str
    grid: str | None = None
    aliases: tuple[str, ...] = ()
    property_mode: str | None = None
    property_phone: str | None = None
    gate_note: str | None = None
    sort_no: int | None = None


@dataclass(frozen=True, slots=True)
class AddVillageGroup(Command[str]):
    """A group of a village, in walking order. Gives its id."""

    name: str
    grid: str | None = None
    sort_no: int | None = None


@dataclass(frozen=True, slots=True)
class AddBuilding(Command["BuildingAdded"]):
    """A building with all its doors. `units` are labels as painted; 无 says there are none.

    Floors count from 1 to `floors`; `skipped_floors` and `extra_floors` (13A) are labels.
    With 0 floors only the building is made, for doors that are added one by one.
    """

    label: str
    floors: int = 0
    doors_per_floor: int = 0
    units: tuple[str, ...] = (NO_UNIT,)
    compound: str | None = None
    grid: str | None = None
    floors_below: int = 0
    skipped_floors: tuple[str, ...] = ()
    extra_floors: tuple[str, ...] = ()
    kind: str | None = None
    has_lift: bool | None = None
    sort_no: int | None = None


@dataclass(frozen=True, slots=True)
class BuildingAdded:
    """The new building, the act that undoes it whole, and how many doors it has."""

    building: str
    act: str
    doors: int


@dataclass(frozen=True, slots=True)
class AddDwelling(Command[str]):
    """One door: in a building or in a village group, with a number or else a landmark.

    A second door with the same address is refused unless `is_another` says it is meant.
    """

    building: str | None = None
    unit: str | None = None
    village_group: str | None = None
    room_label: str | None = None
    door_no: str | None = None
    landmark: str | None = None
    floor_label: str | None = None
    use: str | None = None
    access_note: str | None = None
    sort_no: int | None = None
    is_another: bool = False


@handles(AddCompound)
def add_compound(unit: Unit, command: AddCompound) -> str:
    """Make a compound. Raises `Refused` when the grid has one of that name."""
    scope, name = grid_scope(unit, command.grid), _named(command.name, "小区")
    _require_unnamed(unit, "compound", scope, name)
    mode = command.property_mode and code_of("compound", "property_mode", command.property_mode)
    fields = {
        "name": name,
        "aliases": list(command.aliases) or None,
        "property_mode": mode,
        "property_phone": command.property_phone,
        "gate_note": command.gate_note,
        "sort_no": command.sort_no,
    }
    return unit.create("compound", scope, fields)


@handles(AddVillageGroup)
def add_village_group(unit: Unit, command: AddVillageGroup) -> str:
    """Make a village group. Raises `Refused` when the grid has one of that name."""
    scope, name = grid_scope(unit, command.grid), _named(command.name, "组")
    _require_unnamed(unit, "village_group", scope, name)
    return unit.create("village_group", scope, {"name": name, "sort_no": command.sort_no})


@handles(AddBuilding)
def add_building(unit: Unit, command: AddBuilding) -> BuildingAdded:
    """Make a building, its units and its doors under one act."""
    _check_size(command)
    act = unit.begin_act()
    scope = _scope_of_building(unit, command)
    building = unit.new_id()
    units = {label: unit.new_id() for label in _unit_labels(command)}
    rows: dict[Key, Mapping[str, Value]] = {("building", building): _building_fields(command)}
    for index, (label, id_) in enumerate(units.items(), start=1):
        rows["unit", id_] = {"building_id": building, "label": label, "sort_no": index}
    doors = {("dwelling", unit.new_id()): one for one in _doors(unit, command, building, units)}
    unit.create_many(scope, rows | doors)
    return BuildingAdded(building, act, len(doors))


@handles(AddDwelling)
def add_dwelling(unit: Unit, command: AddDwelling) -> str:
    """Make one door."""
    scope, in_building = _scope_of_door(unit, command)
    _check_findable(command)
    floor, height = floor_of(command.room_label or "")
    label = command.floor_label or floor or None
    fields = {
        "building_id": in_building,
        "unit_id": command.unit,
        "village_group_id": command.village_group,
        "floor_label": label,
        "floor_sort": floor_sort(label) if label else height or None,
        "room_label": command.room_label,
        "door_no": command.door_no,
        "landmark": command.landmark,
        "use": code_of("dwelling", "use", command.use) if command.use else None,
        "access_note": command.access_note,
        "sort_no": command.sort_no,
    }
    key = door_key(unit, fields)
    twin = None if command.is_another else same_door(unit, scope, key)
    if twin is not None:
        raise Refused(
            "door-exists", "这个门已经有了。再看一下门牌。", field="room_label", candidates=(twin,)
        )
    return unit.create("dwelling", scope, fields | {"addr_key": key})


def _named(name: str, what: str) -> str:
    bare = name.strip()
    if not bare:
        raise Refused("name-missing", f"{what}还没写名字。", field="name", is_input=True)
    return bare


def _require_unnamed(unit: Unit, kind: str, scope: str, name: str) -> None:
    """Two compounds of one name in a grid are one that was noted down twice."""
    table = TABLES[kind]
    query = select(table.c.id).where(
        table.c.scope == scope, table.c.name == name, table.c.archived.is_not(True)
    )
    twin = unit.connection.execute(query.limit(1)).scalar()
    if twin is not None:
        sentence = f"{name}已经有了。要改它，在“改小区、楼和组”里选。"
        raise Refused("place-exists", sentence, field="name", candidates=(str(twin),))


def _check_size(command: AddBuilding) -> None:
    limits = (
        ("floors", command.floors + command.floors_below, MOST_FLOORS, "楼层"),
        ("units", len(command.units), MOST_UNITS, "单元"),
        ("doors_per_floor", command.doors_per_floor, MOST_PER_FLOOR, "每层的门"),
    )
    for field, value, most, word in limits:
        if not 0 <= value <= most:
            raise Refused(
                "too-many", f"{word}最多 {most} 个，看一下有没有写错。", field=field, is_input=True
            )


def _scope_of_building(unit: Unit, command: AddBuilding) -> str:
    if command.compound is None:
        return grid_scope(unit, command.grid)
    present(unit, "compound", command.compound, "这个小区")
    return unit.scope_of("compound", command.compound)


def _building_fields(command: AddBuilding) -> dict[str, object]:
    return {
        "compound_id": command.compound,
        "label": _named(command.label, "楼"),
        "kind": code_of("building", "kind", command.kind) if command.kind else None,
        "floors_above": command.floors or None,
        "floors_below": command.floors_below or None,
        "has_lift": command.has_lift,
        "sort_no": command.sort_no,
    }


def _unit_labels(command: AddBuilding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit_label(label) for label in command.units)) or (NO_UNIT,)


def _doors(
    unit: Unit, command: AddBuilding, building: str, units: Mapping[str, str]
) -> Iterable[Mapping[str, Value]]:
    compound = (unit.read("compound", command.compound or "") or {}).get("name", "")
    floors = floor_labels(
        command.floors, command.floors_below, command.skipped_floors, command.extra_floors
    )
    for door in plan_doors(tuple(units), floors, command.doors_per_floor):
        yield {
            "building_id": building,
            "unit_id": units[door.unit],
            "floor_label": door.floor,
            "floor_sort": floor_sort(door.floor),
            "room_label": door.room,
            "addr_key": town_key(compound, command.label.strip(), door.unit, door.room),
        }


def _scope_of_door(unit: Unit, command: AddDwelling) -> tuple[str, str | None]:
    if command.village_group:
        present(unit, "village_group", command.village_group, "这个组")
        return unit.scope_of("village_group", command.village_group), None
    building = command.building
    if command.unit:
        building = present(unit, "unit", command.unit, "这个单元")["building_id"]
    if not building:
        raise Refused(
            "place-missing", "先选这个门在哪栋楼，或者哪个组。", field="building", is_input=True
        )
    present(unit, "building", building, "这栋楼")
    return unit.scope_of("building", building), building


def _check_findable(command: AddDwelling) -> None:
    if command.room_label or command.door_no or command.landmark:
        return
    field = "landmark" if command.village_group else "room_label"
    raise Refused("door-unfindable", "没有门号，要写个地标才找得到。", field=field, is_input=True)
