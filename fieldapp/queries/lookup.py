"""From what a person typed to one record: an id, an address in any spelling, or a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.address_text import key_text
from fieldapp.domain.door_query import parse_door_query
from fieldapp.errors import Refused
from fieldapp.queries.door_names import door_names, household_names
from fieldapp.queries.grid import read_kinds
from fieldapp.queries.places import grid_of, read_places
from fieldapp.queries.staff import grids_held
from fieldapp.store.at_hand import grid_at_hand
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The one record meant, and how it is called."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class LookupQuery(Query[Found]):
    """Ask which `dwelling`, `household` or `resident` a text means. Raises `Refused`.

    With several, `candidates` holds "id label" of each.
    """

    kind: str
    text: str
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a picker; `under` is the id of what it belongs to."""

    id: str
    label: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What forms offer, for which grid by its code, and its name where there are several."""

    compounds: tuple[Choice, ...]
    buildings: tuple[Choice, ...]
    units: tuple[Choice, ...]
    village_groups: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    grid: str = ""
    grid_name: str = ""


@dataclass(frozen=True, slots=True)
class ChoicesQuery(Query[Choices]):
    """Ask what forms offer for one grid."""

    grid: str | None = None


@answers(LookupQuery)
def lookup(reader: Reader, query: LookupQuery) -> Found:
    """Find the record. An id goes first, then an address, then a name."""
    text = query.text.strip()
    if query.kind not in _FINDERS:
        raise Refused("kind-unknown", "只能找门、户和人。", field="kind", is_input=True)
    if text and read_row(reader.connection, query.kind, text) is not None:
        return Found(text, _label(reader, query.kind, text))
    found = list(dict.fromkeys(_FINDERS[query.kind](reader, text, query.grid))) if text else []
    if len(found) == 1:
        return Found(found[0], _label(reader, query.kind, found[0]))
    raise _refused(reader, query.kind, found)


def _refused(reader: Reader, kind: str, found: list[str]) -> Refused:
    what = {"dwelling": "门", "household": "户", "resident": "人"}[kind]
    if not found:
        return Refused(
            "not-found", f"没有找到这个{what}。换个写法，或者写编号。", field=kind, is_input=True
        )
    shown = tuple(f"{id_} {_label(reader, kind, id_)}" for id_ in found[:_SHOWN])
    return Refused(
        "ambiguous",
        f"像这样的{what}有 {len(found)} 个，写清楚是哪一个。",
        field=kind,
        is_input=True,
        candidates=shown,
    )


def _label(reader: Reader, kind: str, id_: str) -> str:
    if kind == "dwelling":
        named = door_names(reader.connection, [id_])
        return f"{named[id_].group_title} {named[id_].short}".strip() if named else ""
    if kind == "household":
        homes = household_names(reader.connection, [id_])
        return homes[id_].label if homes else ""
    home = next(iter(_homes_of(reader, [id_])), "")
    doors = household_names(reader.connection, [home]) if home else {}
    name = _name(reader, id_)
    return f"{doors[home].door} {name}".strip() if doors else name


def _name(reader: Reader, resident: str) -> str:
    table = TABLES["resident"]
    query = select(table.c.name).where(table.c.id == resident)
    return str(reader.connection.execute(query).scalar() or "")


def _dwellings(reader: Reader, text: str, grid: str | None) -> Iterable[str]:
    meant = parse_door_query(text)
    wanted = key_text(text)
    table = TABLES["dwelling"]
    query = select(table.c.id, table.c.addr_key, table.c.landmark).where(
        table.c.archived.is_not(True)
    )
    if grid is not None:
        query = query.where(table.c.scope == f"grid:{grid}")
    rows = reader.connection.execute(query).all()
    exact = [row.id for row in rows if any(one.matches(row.addr_key or "") for one in meant)]
    if exact:
        return exact
    keys = ((row.id, key_text((row.addr_key or "").replace("|", ""))) for row in rows)
    named = [id_ for id_, key in keys if key == wanted]
    landmarks = (row.id for row in rows if row.landmark and key_text(row.landmark) == wanted)
    return named or landmarks


def _residents(reader: Reader, text: str, grid: str | None) -> Iterable[str]:
    """Find by the whole name or another name; "门 姓名" picks among people of one name."""
    door, _, last = text.rpartition(" ")
    named = _by_name(reader, text, grid)
    if named or not door:
        return named
    behind = set(_households(reader, door, grid))
    return [id_ for id_ in _by_name(reader, last, grid) if behind & set(_homes_of(reader, [id_]))]


def _by_name(reader: Reader, text: str, grid: str | None) -> list[str]:
    table = TABLES["resident"]
    query = select(table.c.id, table.c.name, table.c.aliases).where(table.c.archived.is_not(True))
    if grid is not None:
        query = query.where(table.c.scope == f"grid:{grid}")
    rows = reader.connection.execute(query.order_by(table.c.id)).all()
    exact = [row.id for row in rows if row.name == text]
    return exact or [row.id for row in rows if text in (row.aliases or ())]


def _homes_of(reader: Reader, residents: list[str]) -> list[str]:
    member = TABLES["member"]
    query = select(member.c.household_id).where(
        member.c.resident_id.in_(residents),
        member.c.to_on.is_(None),
        member.c.archived.is_not(True),
    )
    return list(reader.connection.execute(query).scalars())


def _households(reader: Reader, text: str, grid: str | None) -> Iterable[str]:
    """Find by door, by the household's number, else by the name of somebody who lives there."""
    table = TABLES["household"]
    active = (table.c.status == "active") | table.c.status.is_(None)
    query = select(table.c.id).where(table.c.archived.is_not(True), active)
    doors = list(_dwellings(reader, text, grid))
    if doors:
        there = query.where(table.c.dwelling_id.in_(doors[:_SHOWN]))
        return list(reader.connection.execute(there).scalars())
    numbered = reader.connection.execute(query.where(table.c.household_no == text)).scalars().all()
    return numbered or _homes_of(reader, list(_residents(reader, text, grid)))


_FINDERS = {"dwelling": _dwellings, "household": _households, "resident": _residents}


@answers(ChoicesQuery)
def choices(reader: Reader, query: ChoicesQuery) -> Choices:
    """List what can be chosen, in the order of the round."""
    if query.grid is None and not grid_at_hand(reader.connection):
        return Choices((), (), (), (), ())
    scope = grid_of(reader, query.grid)
    places = read_places(reader.connection, scope)
    grids = grids_held(reader.connection)
    buildings = sorted(places.buildings, key=places.group_order)
    return Choices(
        tuple(Choice(id_, row["name"]) for id_, row in places.compounds.items()),
        tuple(
            Choice(id_, places.building_title(id_), places.buildings[id_]["compound_id"] or "")
            for id_ in buildings
        ),
        tuple(
            Choice(id_, places.unit_label(id_), places.units[id_]["building_id"])
            for id_ in sorted(places.units, key=places.unit_order)
        ),
        tuple(
            Choice(id_, places.groups[id_]["name"])
            for id_ in sorted(places.groups, key=places.group_order)
        ),
        tuple(
            Choice(code, kind.name, kind.group)
            for code, kind in read_kinds(reader.connection, scope).items()
            if not kind.is_computed
        ),
        scope.removeprefix("grid:"),
        dict(grids).get(scope.removeprefix("grid:"), "") if len(grids) > 1 else "",
    )
