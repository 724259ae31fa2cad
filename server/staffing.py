"""Who works which grid: assignments, written into the community that the grid belongs to."""

from __future__ import annotations

import json
import uuid
from datetime import date

from sqlalchemy import Connection, select

from fieldapp.errors import Refused
from server.accounts import IN_COMMUNITY, Account, enlist
from server.founding import Wanted, write_wanted
from server.keys import Keys
from server.log import read_head
from server.regions import Region, known_regions
from server.tables import ROW, STAFFING
from sync.protocol import Value

FIRST_DAY, LAST_DAY = "0000-00-00", "9999-99-99"


def find_grid(connection: Connection, wanted: str) -> Region:
    """Find a grid by code or unambiguous name. Raises `Refused` with the candidates."""
    grids = [one for one in known_regions(connection).values() if one.level == "grid"]
    found = [one for one in grids if wanted in (one.code, one.name)]
    if len(found) == 1:
        return found[0]
    code = "grid_ambiguous" if found else "grid_unknown"
    sentence = "同名的网格不止一个，请改用代码。" if found else "没有这个网格，请核对代码。"
    candidates = tuple(sorted(f"{one.code} {one.name}" for one in found))
    raise Refused(code, sentence, field="grid", is_input=True, candidates=candidates)


def find_community(connection: Connection, code: str) -> Region:
    """Find a community by code. Raises `Refused`."""
    region = known_regions(connection).get(code)
    if region is None or region.level != "community":
        raise Refused(
            "community_unknown",
            "没有这个社区（村），请先导入区划，再用 12 位代码。",
            field="region",
            is_input=True,
        )
    return region


def read_day(text: str | None, field: str) -> str | None:
    """Read a date written as 2026-11-20. Raises `Refused`."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refused(
            "bad_date", "日期要写成 2026-11-20 这样。", field=field, is_input=True
        ) from error


def assign(
    connection: Connection,
    keys: Keys,
    account: Account,
    grid: Region,
    how: str,
    days: tuple[str | None, str | None],
    now_ms: int,
) -> str:
    """Give a person a grid from one day to another; give the assignment's id.

    The same person, grid and manner again changes the days. Raises `Refused`.
    """
    _require_assignable(account, days)
    scope = f"community:{grid.community}"
    read_head(connection, scope, locked=True)
    present = _assignments(connection, grid)
    if how == "responsible":
        _require_alone(present, account, days)
    _require_enlisted(connection, keys, account, grid.community, now_ms)
    same = (account.person, how)
    id_ = next((id_ for id_, one in present.items() if (one["person"], one["role"]) == same), None)
    fields: dict[str, Value] = {"from_on": days[0], "to_on": days[1]}
    fields |= {"person": account.person, "grid": grid.code, "role": how}
    row = id_ or str(uuid.uuid4())
    write_wanted(connection, keys, scope, [Wanted("assignment", row, fields)], now_ms)
    return row


def _require_assignable(account: Account, days: tuple[str | None, str | None]) -> None:
    if account.role not in IN_COMMUNITY:
        raise Refused("not_field_staff", "只有网格员和社区书记能管网格。", field="user")
    if (days[0] or FIRST_DAY) > (days[1] or LAST_DAY):
        raise Refused("days_reversed", "开始的日子要在结束之前。", field="from", is_input=True)


def _assignments(connection: Connection, grid: Region) -> dict[str, dict[str, Value]]:
    query = select(ROW.c.id, ROW.c.fields).where(
        ROW.c.community_id == grid.community,
        ROW.c.scope == f"community:{grid.community}",
        ROW.c.kind == "assignment",
    )
    rows = {id_: json.loads(fields) for id_, fields in connection.execute(query)}
    return {id_: one for id_, one in rows.items() if one.get("grid") == grid.code}


def _require_alone(
    present: dict[str, dict[str, Value]], account: Account, days: tuple[str | None, str | None]
) -> None:
    """A grid has one responsible worker at a time (docs/domain.md, organisation)."""
    for one in present.values():
        if one["role"] != "responsible" or one["person"] == account.person:
            continue
        starts, ends = one.get("from_on") or FIRST_DAY, one.get("to_on") or LAST_DAY
        if starts <= (days[1] or LAST_DAY) and (days[0] or FIRST_DAY) <= ends:
            raise Refused(
                "grid_taken",
                "这些日子里已有人专管这个网格，请先给前一位写上结束的日子。",
                field="grid",
            )


def _require_enlisted(
    connection: Connection, keys: Keys, account: Account, community: str, now_ms: int
) -> None:
    found = connection.execute(
        select(STAFFING.c.person).where(
            STAFFING.c.community_id == community, STAFFING.c.person == account.person
        )
    ).one_or_none()
    if found is None:
        enlist(connection, keys, account, community, now_ms)
