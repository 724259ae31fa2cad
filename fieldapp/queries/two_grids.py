"""Two records of one person in two grids: why they cannot be made one yet, and what goes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fieldapp.queries.staff import grid_names
from fieldapp.store import scopes
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.transit import GRID, in_the_way


@dataclass(frozen=True, slots=True)
class Bringing:
    """A household to hand over first, and whose record of the two is in it."""

    household: str
    resident: str


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why two records cannot be made one here now, "" where they can; `first`: what goes first."""

    sentence: str = ""
    first: Bringing | None = None


_NONE = Hindrance()


def hindrance(connection: Connection, kept: str, other: str) -> Hindrance:
    """Say what hinders that two residents are made one."""
    found = read_rows(connection, [("resident", kept), ("resident", other)])
    at = {id_: stored.scope for (_, id_), stored in found.items()}
    if len(at) < 2:
        return Hindrance("有一条不在这台设备上，先同步一次再看。")
    if at[kept] != at[other]:
        return _apart(connection, at, kept, other)
    stand = scopes.stand(connection, f"care:{at[kept].removeprefix(GRID)}")
    if stand is None or stand.has_left:
        return Hindrance("合人要连遮住的一起合，请责任网格员或书记来合。")
    return _NONE


def _apart(connection: Connection, at: Mapping[str, str], kept: str, other: str) -> Hindrance:
    names = grid_names(connection)
    named = {one: names.get(scope.removeprefix(GRID), "别的网格") for one, scope in at.items()}
    where = f"一条记在{named[kept]}，一条记在{named[other]}，不在一处合不了。"
    for resident, to in ((other, kept), (kept, other)):
        home = _home_of(connection, resident)
        if not home:
            continue
        if in_the_way(connection, ("household", home)) is not None:
            return Hindrance(f"{where}那家已经在转了，同步以后再来合。")
        count = _people(connection, home)
        whole = f"这家 {count} 个人会一起过去；只转一个，先给他分户。" if count > 1 else ""
        sentence = f"{where}先把一家转到{named[to]}，同步以后再合。{whole}"
        return Hindrance(sentence, Bringing(home, resident))
    return Hindrance(f"{where}两条都没有记在哪一户，先把一条记到一户里，才能转过来合。")


def _home_of(connection: Connection, resident: str) -> str:
    table = TABLES["member"]
    query = select(table.c.household_id).where(
        table.c.resident_id == resident, table.c.to_on.is_(None), table.c.archived.is_not(True)
    )
    return str(connection.execute(query.order_by(table.c.id).limit(1)).scalar() or "")


def _people(connection: Connection, household: str) -> int:
    table = TABLES["member"]
    query = select(func.count()).where(
        table.c.household_id == household, table.c.to_on.is_(None), table.c.archived.is_not(True)
    )
    return connection.execute(query).scalar_one()
