"""The doors of a grid: where each stands, what it is called, and in which order one walks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.floors import (
    building_title,
    door_in_building,
    door_in_compound,
    natural_key,
)
from fieldapp.errors import Refused
from fieldapp.queries.kept_readings import unless_written
from fieldapp.store.at_hand import grid_at_hand, grids_here
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Reader

Fields = Any
"""A row by its column names; SQLAlchemy's own mapping type fits no Mapping[str, …]."""


NO_BUILDING = "没画楼的门"
"""Under this stand doors whose building is not in their grid."""
PLACE_KINDS = ("compound", "building", "unit", "village_group")
"""Kinds of rows that a door's name is made of, beside its own."""


@dataclass(frozen=True, slots=True)
class DoorName:
    """What a door is called: within its group ("3-502"), within its compound ("乙1-3-502").

    `group` is the id of its building or village group, `number` what stands in its cell,
    `order` sorts doors as one walks: by group, by unit, top floor first.
    """

    dwelling: str
    group: str
    group_title: str
    short: str
    full: str
    number: str
    unit: str
    order: tuple[Any, ...]
    is_in_village: bool = False


class Places:
    """Compounds, buildings, units and village groups of one scope, read once."""

    def __init__(self, connection: Connection, scope: str | None) -> None:
        self.compounds = _rows(connection, "compound", scope)
        self.buildings = _rows(connection, "building", scope)
        self.units = _rows(connection, "unit", scope)
        self.groups = _rows(connection, "village_group", scope)
        self._order = {
            **{id_: (0, *self._building_order(row)) for id_, row in self.buildings.items()},
            **{id_: (1, *_own_order(row, "name")) for id_, row in self.groups.items()},
        }
        self._unit_order = {id_: _own_order(row, "label") for id_, row in self.units.items()}
        self._titles = {id_: self._title(row) for id_, row in self.buildings.items()}

    def building_title(self, building: str) -> str:
        """Name a building with its compound: 纺织厂家属院 乙1."""
        return self._titles.get(building, "")

    def _title(self, row: Fields) -> str:
        compound = self.compounds.get(row.get("compound_id") or "", {})
        title = building_title(row.get("label") or "")
        return f"{compound['name']} {title}" if compound else title

    def group_order(self, group: str) -> tuple[Any, ...]:
        """Give the place of a building or village group in the round."""
        return self._order.get(group, (2,))

    def unit_label(self, unit: str | None) -> str:
        """Give a unit's label as painted, 无 when there is none."""
        return str(self.units.get(unit or "", {}).get("label") or NO_UNIT)

    def unit_order(self, unit: str | None) -> tuple[Any, ...]:
        """Give the place of a unit within its building."""
        return self._unit_order.get(unit or "", ())

    def name(self, dwelling: Fields) -> DoorName:
        """Name one door from its row."""
        if dwelling["village_group_id"]:
            return self._in_village(dwelling)
        building = dwelling["building_id"] or ""
        row = self.buildings.get(building, {})
        if not row:
            return self._without_building(dwelling)
        is_street = row.get("kind") == "street"
        unit, room = self.unit_label(dwelling["unit_id"]), _room(dwelling)
        label = row.get("label") or ""
        return DoorName(
            dwelling["id"],
            building,
            self.building_title(building),
            door_in_building(unit, room, is_on_street=is_street),
            door_in_compound(label, unit, room, is_on_street=is_street),
            room,
            unit,
            (*self.group_order(building), self.unit_order(dwelling["unit_id"]), *_height(dwelling)),
        )

    def _without_building(self, dwelling: Fields) -> DoorName:
        """Name a door that came without its building by how it was called where that stands."""
        unit, room = self.unit_label(dwelling["unit_id"]), _room(dwelling)
        short = door_in_building(unit, room)
        full = dwelling["original_text"] or short
        group = dwelling["building_id"] or ""
        order = (*self.group_order(group), full, *_height(dwelling))
        return DoorName(dwelling["id"], group, NO_BUILDING, short, full, room, unit, order)

    def _in_village(self, dwelling: Fields) -> DoorName:
        group = dwelling["village_group_id"]
        title = str(self.groups.get(group, {}).get("name") or "")
        found = dwelling["landmark"] or f"{dwelling['door_no']} 号"
        spelt = f"{title}{dwelling['door_no']}号" if dwelling["door_no"] else f"{title} {found}"
        order = (*self.group_order(group), *_walking(dwelling))
        return DoorName(
            dwelling["id"], group, title, found, spelt, found, NO_UNIT, order, is_in_village=True
        )

    def _building_order(self, row: Fields) -> tuple[Any, ...]:
        compound = self.compounds.get(row.get("compound_id") or "", {})
        return (*_own_order(compound, "name"), *_own_order(row, "label"))


def read_places(connection: Connection, scope: str | None) -> Places:
    """Give the places of one scope, or of all that are here, read once until something changes."""
    return unless_written(
        connection, ("places", scope), PLACE_KINDS, lambda: Places(connection, scope)
    )


def grid_of(reader: Reader, grid: str | None) -> str:
    """Give the scope of the grid asked for; of the one at hand when none is named."""
    wanted = f"grid:{grid}" if grid else grid_at_hand(reader.connection)
    if wanted not in grids_here(reader.connection):
        raise Refused("not-your-scope", "这个网格不在这台平板上。", field="grid", is_input=True)
    return wanted


def dwelling_columns() -> tuple[Any, ...]:
    """Name the columns of a dwelling that its name and cell are made of."""
    table = TABLES["dwelling"]
    names = (
        "id building_id unit_id village_group_id floor_label floor_sort room_label door_no "
        "landmark use sort_no original_text"
    )
    return tuple(table.c[name] for name in names.split())


def _rows(connection: Connection, kind: str, scope: str | None) -> dict[str, Fields]:
    table = TABLES[kind]
    query = select(table).where(table.c.archived.is_not(True))
    if scope is not None:
        query = query.where(table.c.scope == scope)
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def _own_order(row: Fields, label: str) -> tuple[Any, ...]:
    sort_no = row.get("sort_no")
    return (sort_no if sort_no is not None else 1 << 30, natural_key(row.get(label) or ""))


def _room(dwelling: Fields) -> str:
    return str(dwelling["room_label"] or dwelling["door_no"] or dwelling["landmark"] or "")


def _height(dwelling: Fields) -> tuple[Any, ...]:
    """Top floor first, then the number; an order of one's own goes before."""
    sort_no = dwelling["sort_no"]
    own = sort_no if sort_no is not None else 1 << 30
    return (own, -(dwelling["floor_sort"] or 0), natural_key(_room(dwelling)))


def _walking(dwelling: Fields) -> tuple[Any, ...]:
    sort_no = dwelling["sort_no"]
    text = dwelling["landmark"] or dwelling["door_no"] or ""
    return (sort_no if sort_no is not None else 1 << 30, natural_key(text))
