"""The machine key of a door, made again whenever what it is made of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from fieldapp.domain.address import NO_UNIT, addr_key, building_label, unit_label
from fieldapp.domain.address_site import site_key
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from sync.protocol import Value

KEY_FIELDS = frozenset(
    {"building_id", "unit_id", "village_group_id", "room_label", "door_no", "landmark"}
)
"""Fields of a dwelling that its key is made of."""


def door_key(unit: Unit, dwelling: Mapping[str, Value]) -> str:
    """Build the key of a dwelling from its fields and the rows it stands under."""
    group = dwelling.get("village_group_id")
    if group:
        name = (unit.read("village_group", group) or {}).get("name", "")
        return site_key(name, dwelling.get("door_no") or "", dwelling.get("landmark") or "")
    building = unit.read("building", dwelling.get("building_id") or "") or {}
    compound = unit.read("compound", building.get("compound_id") or "") or {}
    in_unit = unit.read("unit", dwelling.get("unit_id") or "") or {}
    room = dwelling.get("room_label") or dwelling.get("landmark") or ""
    return town_key(
        compound.get("name", ""), building.get("label", ""), in_unit.get("label", ""), room
    )


def town_key(compound: str, building: str, unit: str, room: str) -> str:
    """Build the key of a door in a building from labels as painted."""
    return addr_key(compound, building_label(building), unit_label(unit or NO_UNIT), room)


def same_door(unit: Unit, scope: str, key: str) -> str | None:
    """Find another door of the grid with the same key."""
    table = TABLES["dwelling"]
    query = select(table.c.id).where(
        table.c.scope == scope, table.c.addr_key == key, table.c.archived.is_not(True)
    )
    found = unit.connection.execute(query.limit(1)).scalar()
    return None if found is None else str(found)


def renew_keys(unit: Unit, kind: str, id_: str) -> None:
    """Make the keys of all doors under a renamed compound, building, unit or group again."""
    for dwelling in _below(unit, kind, id_):
        fields = unit.read("dwelling", dwelling) or {}
        unit.patch("dwelling", dwelling, {"addr_key": door_key(unit, fields)})


def _below(unit: Unit, kind: str, id_: str) -> Iterable[str]:
    dwelling, building = TABLES["dwelling"], TABLES["building"]
    query = select(dwelling.c.id).where(dwelling.c.archived.is_not(True))
    match kind:
        case "compound":
            within = select(building.c.id).where(building.c.compound_id == id_)
            query = query.where(dwelling.c.building_id.in_(within))
        case "building":
            query = query.where(dwelling.c.building_id == id_)
        case "unit":
            query = query.where(dwelling.c.unit_id == id_)
        case "village_group":
            query = query.where(dwelling.c.village_group_id == id_)
        case _:
            return []
    return list(unit.connection.execute(query.order_by(dwelling.c.id)).scalars())
