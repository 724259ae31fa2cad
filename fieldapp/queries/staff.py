"""The people of the community: their names by id, and who works on this device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fieldapp.store import scopes
from fieldapp.store.kept import kept
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers

ROLE: Mapping[str, str] = {
    "worker": "网格员",
    "secretary": "社区书记",
    "street": "街道",
    "department": "部门",
    "admin": "管理员",
}
SERVER = "server"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One colleague."""

    id: str
    name: str
    role: str
    role_word: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """Who works on this device, and with which grids, `(code, name)`."""

    person: str
    name: str
    role: str
    role_word: str
    device: str
    community: str
    community_name: str
    grids: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StaffQuery(Query[dict[str, StaffRow]]):
    """Ask for everybody of the community, by id."""


@dataclass(frozen=True, slots=True)
class WhoAmIQuery(Query[WhoAmI]):
    """Ask who works on this device."""


@answers(StaffQuery)
def staff(reader: Reader, query: StaffQuery) -> dict[str, StaffRow]:
    """Read the staff rows, those who left too: their names stand under what they wrote."""
    table = TABLES["staff"]
    # A guest has a row in each community: the one of her own tells what she is.
    at_home = table.c.scope == "community:" + func.coalesce(table.c.region, "")
    ordered = select(table).order_by(table.c.id, at_home, table.c.scope)
    found = reader.connection.execute(ordered).mappings()
    return {
        row["id"]: StaffRow(
            row["id"],
            row["name"] or "",
            row["role"] or "",
            ROLE.get(row["role"] or "", ""),
            row["phone"] or "",
        )
        for row in found
    }


@answers(WhoAmIQuery)
def who_am_i(reader: Reader, query: WhoAmIQuery) -> WhoAmI:
    """Tell from the enrolment, and before the first sync from nothing else."""
    person = reader.author.person
    enlisted = kept(reader.connection, "enlisted") or {}
    row = staff(reader, StaffQuery()).get(person)
    role = row.role if row else enlisted.get("role", "")
    community = enlisted.get("community", "") or _community(reader.connection)
    return WhoAmI(
        person,
        row.name if row else enlisted.get("person_name", person),
        role,
        ROLE.get(role, ""),
        reader.author.device,
        community,
        _names(reader.connection, "region").get(community, ""),
        grids_held(reader.connection),
    )


def names(connection: Connection) -> dict[str, str]:
    """Give everybody's name by id; what the server itself wrote is the community's."""
    return {SERVER: "社区"} | _names(connection, "staff")


def grids_held(connection: Connection) -> tuple[tuple[str, str], ...]:
    """List the grids on this device, by code."""
    called = _names(connection, "grid")
    held = [one.scope for one in scopes.all_stands(connection)]
    codes = [scope.removeprefix("grid:") for scope in held if scope.startswith("grid:")]
    return tuple((code, called.get(code, code)) for code in codes)


def grid_names(connection: Connection) -> dict[str, str]:
    """Give every grid's name by code."""
    return _names(connection, "grid")


def _names(connection: Connection, kind: str) -> dict[str, str]:
    table = TABLES[kind]
    return {row.id: row.name for row in connection.execute(select(table.c.id, table.c.name))}


def _community(connection: Connection) -> str:
    held = [one.scope for one in scopes.all_stands(connection)]
    codes = [scope.removeprefix("community:") for scope in held if scope.startswith("community:")]
    return codes[0] if codes else ""
