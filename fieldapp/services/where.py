"""In which scope a new record belongs, and what day it is there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.errors import Refused
from fieldapp.store import scopes
from fieldapp.store.at_hand import grids_offered
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from sync.protocol import Value


def today(unit: Unit) -> date:
    """Give the day of this transaction in Asia/Shanghai."""
    return day_of(unit.now_ms)


def day(unit: Unit, on: date | None) -> str:
    """Write the day that was given, or today, as a field holds it."""
    return (on or today(unit)).isoformat()


def grid_scope(unit: Unit, grid: str | None) -> str:
    """Give the scope of a grid; of the only one held when none is named. Raises `Refused`."""
    held = [one.scope for one in scopes.all_stands(unit.connection) if _is_grid(one.scope)]
    if grid is not None:
        if f"grid:{grid}" not in held:
            raise Refused("not-your-scope", "这个网格不归你管。要改请找社区书记。", field="grid")
        return f"grid:{grid}"
    if not held:
        raise Refused("no-grid", "这台平板上还没有网格。先同步一次再来。")
    if len(held) > 1:
        raise Refused(
            "which-grid",
            "这里有几个网格，说一下是哪个。",
            is_input=True,
            candidates=grids_offered(unit.connection),
        )
    return held[0]


def _is_grid(scope: str) -> bool:
    return scope.startswith("grid:")


def care_scope(unit: Unit, grid: str) -> str | None:
    """Give the scope of a grid's masked rows, or None where this person may not hold it."""
    name = "care:" + grid.removeprefix("grid:")
    found = scopes.stand(unit.connection, name)
    return None if found is None or found.has_left else name


def present(unit: Unit, kind: str, id_: str, what: str) -> dict[str, Value]:
    """Read a row that must be there and not taken out. Raises `Refused`."""
    fields = unit.read(kind, id_)
    if fields is None or fields.get("archived"):
        raise Refused("row-unknown", f"找不到{what}。先同步一次再看。", field=kind, is_input=True)
    return fields


def open_members(unit: Unit, *, household: str = "", resident: str = "") -> dict[str, str]:
    """List the open memberships of a household or of a resident, as `{membership: the other}`."""
    table = TABLES["member"]
    own, other = (
        (table.c.household_id, table.c.resident_id)
        if household
        else (table.c.resident_id, table.c.household_id)
    )
    query = select(table.c.id, other).where(
        own == (household or resident), table.c.to_on.is_(None), table.c.archived.is_not(True)
    )
    return {row[0]: row[1] for row in unit.connection.execute(query.order_by(table.c.id))}
