"""How doors and households are called in a sentence: 乙1-3-502 高玉芬, read many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.engine import RowMapping

from fieldapp.queries.places import DoorName, dwelling_columns, read_places
from fieldapp.store.schema import TABLES

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class HouseholdName:
    """A household as said: its door and its head's name ("" when nobody is known)."""

    household: str
    dwelling: str
    door: str
    name: str
    head: str

    @property
    def label(self) -> str:
        """Door and name: 乙1-3-502 高玉芬."""
        return f"{self.door} {self.name}".strip()


def door_names(connection: Connection, dwellings: Iterable[str]) -> dict[str, DoorName]:
    """Name doors; ids that are not here are left out."""
    wanted = [id_ for id_ in dict.fromkeys(dwellings) if id_]
    if not wanted:
        return {}
    places = read_places(connection, None)
    query, table = select(*dwelling_columns()), TABLES["dwelling"]
    return {
        found["id"]: places.name(dict(found))
        for chunk in _chunks(wanted)
        for found in connection.execute(query.where(table.c.id.in_(chunk))).mappings()
    }


def household_names(connection: Connection, households: Iterable[str]) -> dict[str, HouseholdName]:
    """Name households; ids that are not here are left out."""
    table, resident = TABLES["household"], TABLES["resident"]
    joined = table.outerjoin(resident, resident.c.id == table.c.head_id)
    query = select(
        table.c.id, table.c.dwelling_id, table.c.head_id, resident.c.name.label("head_name")
    ).select_from(joined)
    found = [
        row
        for chunk in _chunks(households)
        for row in connection.execute(query.where(table.c.id.in_(chunk))).mappings()
    ]
    doors = door_names(connection, (row["dwelling_id"] for row in found))
    nameless = [row["id"] for row in found if not row["head_name"]]
    members = _first_members(connection, nameless)
    return {row["id"]: _household_name(row, doors, members) for row in found}


def households_at(connection: Connection, dwellings: Iterable[str]) -> dict[str, str]:
    """Give the one household that lives behind each door; doors with several are left out."""
    table = TABLES["household"]
    query = select(table.c.id, table.c.dwelling_id).where(
        table.c.archived.is_not(True), (table.c.status == "active") | table.c.status.is_(None)
    )
    behind: dict[str, list[str]] = {}
    for chunk in _chunks(dwellings):
        for found in connection.execute(query.where(table.c.dwelling_id.in_(chunk))):
            behind.setdefault(found.dwelling_id, []).append(found.id)
    return {dwelling: ids[0] for dwelling, ids in behind.items() if len(ids) == 1}


def _first_members(connection: Connection, households: list[str]) -> dict[str, tuple[str, str]]:
    member, resident = TABLES["member"], TABLES["resident"]
    joined = member.join(resident, resident.c.id == member.c.resident_id)
    query = (
        select(member.c.household_id, resident.c.id, resident.c.name)
        .select_from(joined)
        .where(member.c.to_on.is_(None), member.c.archived.is_not(True))
        .order_by(member.c.id.desc())
    )
    return {
        found.household_id: (found.id, found.name)
        for chunk in _chunks(households)
        for found in connection.execute(query.where(member.c.household_id.in_(chunk)))
    }


def _household_name(
    row: RowMapping,
    doors: Mapping[str, DoorName],
    members: Mapping[str, tuple[str, str]],
) -> HouseholdName:
    head, name = members.get(row["id"], ("", ""))
    door = doors.get(row["dwelling_id"] or "")
    return HouseholdName(
        row["id"],
        row["dwelling_id"] or "",
        door.full if door else "",
        row["head_name"] or name,
        row["head_id"] or head,
    )


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
    return (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))
