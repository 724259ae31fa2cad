"""转到另一网格 before it is done: where a row can go, what goes along, and why it cannot go now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.moving import ROOTS, RowKey, hanging_on
from fieldapp.errors import Refused
from fieldapp.queries.door_names import door_names, household_names
from fieldapp.queries.places import read_places
from fieldapp.store.rows import Key, read_row
from fieldapp.store.schema import TABLES
from fieldapp.store.transit import GRID, refusal_of_second
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along with a row, itself counted: doors, households, and who lives there."""

    doors: int
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class TransferPlan:
    """Where a row can be handed to from `here`: grids of its community as `(code, name)`.

    `refusal` says why it cannot go now, or "". `with_door` counts what goes when a household takes
    its door along; of a place it is the same as `along`.
    """

    kind: str
    id: str
    label: str
    here: str
    grids: tuple[tuple[str, str], ...]
    along: Along
    with_door: Along
    refusal: str


@dataclass(frozen=True, slots=True)
class TransferPlanQuery(Query[TransferPlan]):
    """Ask what handing a row over would mean. Raises `Refused` when there is no such row."""

    kind: str
    id: str


@answers(TransferPlanQuery)
def transfer_plan(reader: Reader, query: TransferPlanQuery) -> TransferPlan:
    """Read it from what is held here; nothing is asked of the community."""
    connection, key = reader.connection, (query.kind, query.id)
    found = read_row(connection, *key) if query.kind in ROOTS else None
    if found is None or found.row.fields.get("archived"):
        raise Refused("row-unknown", "找不到这一处。先同步一次再看。", is_input=True)
    here, rows = found.scope.removeprefix(GRID), _rows(connection, found.scope)
    door = ("dwelling", str(found.row.fields.get("dwelling_id")))
    over = door if query.kind == "household" else key
    grids = _others(connection, here)
    return TransferPlan(
        query.kind,
        query.id,
        name_of(connection, found.scope, key),
        here,
        grids,
        _along(rows, key),
        _along(rows, over),
        refusal_of_second(connection, key) if grids else "这个社区只有这一个网格，没有别处可转。",
    )


def _others(connection: Connection, here: str) -> tuple[tuple[str, str], ...]:
    table = TABLES["grid"]
    rows = select(table.c.id, table.c.name, table.c.scope).where(table.c.archived.is_not(True))
    grids = list(connection.execute(rows.order_by(table.c.id)))
    community = next((one.scope for one in grids if one.id == here), None)
    return tuple((one.id, one.name) for one in grids if one.scope == community and one.id != here)


_TIES = {
    "building": ("compound_id",),
    "unit": ("building_id",),
    "dwelling": ("building_id", "unit_id", "village_group_id"),
    "household": ("dwelling_id", "status"),
    "member": ("household_id", "resident_id", "to_on"),
    "resident": (),
}


def _rows(connection: Connection, scope: str) -> dict[RowKey, Mapping[str, Any]]:
    """Read of a grid no more than how its rows hang on each other."""
    found: dict[RowKey, Mapping[str, Any]] = {}
    for kind, names in _TIES.items():
        table = TABLES[kind]
        columns = [table.c[name] for name in ("id", "archived", *names)]
        for row in connection.execute(select(*columns).where(table.c.scope == scope)).mappings():
            found[kind, row["id"]] = dict(row)
    return found


def _along(rows: dict[RowKey, Mapping[str, Any]], root: Key) -> Along:
    """Count what shows; what was taken down goes along unsaid."""
    going = [key for key in hanging_on(rows, root) if not rows[key].get("archived")]
    homes = [key for key in going if key[0] == "household"]
    lived_in = [key for key in homes if rows[key]["status"] in (None, "active")]
    members = [rows[key] for key in going if key[0] == "member"]
    people = {one["resident_id"] for one in members if not one["to_on"]}
    doors = sum(kind == "dwelling" for kind, _ in going)
    return Along(doors, len(lived_in), len(people))


def name_of(connection: Connection, scope: str, key: Key) -> str:
    """Name what is handed over from a scope, as people call it."""
    kind, id_ = key
    places = read_places(connection, scope)
    match kind:
        case "household":
            name = household_names(connection, [id_])[id_]
            return f"{name.door} {name.name}家" if name.name else f"{name.door} 一户"
        case "dwelling":
            return door_names(connection, [id_])[id_].full
        case "building":
            return places.building_title(id_)
        case "unit":
            unit = places.units[id_]
            stair = "" if unit["label"] == NO_UNIT else f" {unit['label']}单元"
            return places.building_title(unit["building_id"]) + stair
        case "compound":
            return str(places.compounds[id_]["name"])
        case _:
            return str(places.groups[id_]["name"])
