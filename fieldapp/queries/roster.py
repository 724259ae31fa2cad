"""One grid as a roster is compared with it: its places, households and people, read in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.address import NO_UNIT, building_label, door_display, unit_label
from fieldapp.errors import Refused
from fieldapp.roster.known import (
    Known,
    KnownBuilding,
    KnownDwelling,
    KnownHousehold,
    KnownResident,
    town_key,
    village_key,
)
from fieldapp.store import scopes
from fieldapp.store.at_hand import grids_offered
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.merge import live_elements
from sync.values import read_texts

_Rows = dict[str, dict[str, Any]]
_CARE_FIELDS = ("id_type", "id_no", "no_id_reason")


@dataclass(frozen=True, slots=True)
class KnownGridQuery(Query[Known]):
    """What a grid holds, for `roster.preview`; the only grid held when none is named."""

    grid: str | None = None


@answers(KnownGridQuery)
def known_grid(reader: Reader, query: KnownGridQuery) -> Known:
    """Read the grid. Raises `Refused` when it is not held, or when there are several."""
    scope = _scope(reader.connection, query.grid)
    places = _Places(reader.connection, scope)
    households = _living(_rows(reader.connection, "household", scope))
    return Known(
        compounds=_with_aliases(places.compounds),
        groups={row["name"]: id_ for id_, row in places.groups.items()},
        buildings=tuple(places.known_buildings()),
        dwellings=tuple(places.known_dwellings()),
        households=tuple(
            KnownHousehold(id_, row["dwelling_id"], row) for id_, row in households.items()
        ),
        residents=tuple(_residents(reader.connection, scope, households)),
        staff_phones=_staff_phones(reader.connection),
    )


def _scope(connection: Connection, grid: str | None) -> str:
    held = [s.scope for s in scopes.all_stands(connection) if s.scope.startswith("grid:")]
    if grid is not None and f"grid:{grid}" in held:
        return f"grid:{grid}"
    if grid is not None or not held:
        raise Refused("not-your-scope", "这个网格不归你管。要改请找社区书记。", field="grid")
    if len(held) > 1:
        raise Refused(
            "which-grid",
            "这里有几个网格，说一下是哪个。",
            is_input=True,
            candidates=grids_offered(connection),
        )
    return held[0]


def _rows(connection: Connection, kind: str, scope: str) -> _Rows:
    table = TABLES[kind]
    query = select(table).where(table.c.scope == scope, table.c.archived.is_not(True))
    found = connection.execute(query.order_by(table.c.id)).mappings()
    return {row["id"]: dict(row) for row in found}


def _living(households: _Rows) -> _Rows:
    return {id_: row for id_, row in households.items() if row["status"] in (None, "active")}


def _with_aliases(compounds: _Rows) -> dict[str, str]:
    named = {row["name"]: id_ for id_, row in compounds.items()}
    for id_, row in compounds.items():
        for alias in read_texts(row["aliases"]):
            named.setdefault(alias, id_)
    return named


class _Places:
    """The places of one grid with their labels as keys compare them."""

    def __init__(self, connection: Connection, scope: str) -> None:
        self.compounds = _rows(connection, "compound", scope)
        self.groups = _rows(connection, "village_group", scope)
        self.buildings = _rows(connection, "building", scope)
        self.units = _rows(connection, "unit", scope)
        self.dwellings = _rows(connection, "dwelling", scope)

    def known_buildings(self) -> Iterable[KnownBuilding]:
        units: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for id_, row in self.units.items():
            units[row["building_id"]][unit_label(row["label"])] = id_
        for id_, row in self.buildings.items():
            label = building_label(row["label"])
            yield KnownBuilding(id_, label, self._compound_name(row), units[id_])

    def known_dwellings(self) -> Iterable[KnownDwelling]:
        for id_, row in self.dwellings.items():
            group = self.groups.get(row["village_group_id"] or "")
            if group is not None:
                yield self._in_village(id_, row, group)
            else:
                yield self._in_town(id_, row)

    def _in_village(
        self, id_: str, row: Mapping[str, Any], group: Mapping[str, Any]
    ) -> KnownDwelling:
        number, landmark = row["door_no"] or "", row["landmark"] or ""
        shown = f"{group['name']}{number}号" if number else f"{group['name']} {landmark}"
        key = village_key(group["name"], number, landmark)
        return KnownDwelling(id_, key, {**row, "display": shown})

    def _in_town(self, id_: str, row: Mapping[str, Any]) -> KnownDwelling:
        building = self.buildings.get(row["building_id"] or "", {})
        in_unit = self.units.get(row["unit_id"] or "", {})
        compound = self._compound_name(building)
        labels = (
            building_label(building.get("label") or ""),
            unit_label(in_unit.get("label") or NO_UNIT),
            row["room_label"] or row["landmark"] or "",
        )
        shown = f"{compound} {door_display(*labels)}".strip()
        return KnownDwelling(id_, town_key(compound, *labels), {**row, "display": shown})

    def _compound_name(self, building: Mapping[str, Any]) -> str:
        name: str = self.compounds.get(building.get("compound_id") or "", {}).get("name", "")
        return name


def _residents(connection: Connection, scope: str, households: _Rows) -> Iterable[KnownResident]:
    care = {
        row["resident_id"]: row
        for row in _rows(connection, "care", scope.replace("grid:", "care:", 1)).values()
    }
    homes = _homes(_rows(connection, "member", scope), households)
    for id_, row in _rows(connection, "resident", scope).items():
        own = homes.get(id_, {})
        masked = care.get(id_, {})
        household = own.get("household_id")
        fields = {
            **row,
            **{name: masked.get(name) for name in _CARE_FIELDS},
            "phones": tuple(live_elements(row["phones"]).values()),
            "tags": _codes(row["tags"]),
            "care_tags": _codes(masked.get("tags")),
            "relation_code": own.get("relation_code"),
        }
        dwelling = households[household]["dwelling_id"] if household else None
        yield KnownResident(id_, fields, household, dwelling, own.get("id"), masked.get("id"))


def _homes(members: _Rows, households: _Rows) -> _Rows:
    """Give each resident's membership of a living household, one that is lived in first."""
    homes: _Rows = {}
    for row in members.values():
        household = households.get(row["household_id"])
        if household is None or row["to_on"] is not None:
            continue
        if row["resident_id"] not in homes or household["kind"] != "paper":
            homes[row["resident_id"]] = row
    return homes


def _codes(tags: Any) -> tuple[str, ...]:
    return tuple(str(element.get("code")) for element in live_elements(tags).values())


def _staff_phones(connection: Connection) -> frozenset[str]:
    table = TABLES["staff"]
    found = connection.execute(select(table.c.phone).where(table.c.phone.is_not(None)))
    return frozenset(found.scalars())
