"""The screen 今天: who is due, by building, with the reason; what campaigns have left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select

from fieldapp.domain.days import start_of
from fieldapp.domain.due import MET
from fieldapp.queries.campaigns import CampaignRow
from fieldapp.queries.due import DueList, DueRow, read_doors
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class TodayGroup:
    """The due doors of one building or village group. `note` is "5 户·没有电梯"."""

    id: str
    title: str
    note: str
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class MetRow:
    """A household met today, for the end of the list."""

    household: str
    dwelling: str
    full_door: str
    name: str
    visit: str
    outcome: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class TodayView:
    """The screen. `due_count` counts the doors to go to; those knocked at in vain stay listed."""

    on: date
    grid: str
    groups: tuple[TodayGroup, ...]
    met_today: tuple[MetRow, ...]
    campaigns: tuple[CampaignRow, ...]
    due_count: int

    @property
    def next(self) -> DueRow | None:
        """The door to go to now: the first that was not knocked at today."""
        rows = [row for group in self.groups for row in group.rows]
        return next((row for row in rows if not row.outcome_today), None)


@dataclass(frozen=True, slots=True)
class TodayQuery(Query[TodayView]):
    """Ask for the screen 今天 of one grid."""

    grid: str | None = None


@answers(TodayQuery)
def today(reader: Reader, query: TodayQuery) -> TodayView:
    """Make the screen from one reading of the grid."""
    found = DueList(reader, query.grid)
    rows = found.rows()
    return TodayView(
        found.today,
        found.scope.removeprefix("grid:"),
        tuple(_groups(found, rows)),
        tuple(_met_today(found)),
        found.campaigns,
        sum(1 for row in rows if not row.outcome_today),
    )


def _groups(found: DueList, rows: Iterable[DueRow]) -> Iterable[TodayGroup]:
    for group, members in groupby(rows, key=lambda row: row.group):
        inside = tuple(members)
        note = "·".join(part for part in (f"{len(inside)} 户", _note(found, group)) if part)
        yield TodayGroup(group, inside[0].group_title, note, inside)


def _note(found: DueList, group: str) -> str:
    building = found.places.buildings.get(group)
    if building is None:
        return ""
    if building.get("kind") == "flat":
        return "没有门牌"
    if building.get("has_lift") is None:
        return ""
    return "有电梯" if building["has_lift"] else "没有电梯"


def _met_today(found: DueList) -> Iterable[MetRow]:
    visit = TABLES["visit"]
    starts = start_of(found.today)
    query = select(visit.c.id, visit.c.household_id, visit.c.outcome, visit.c.at_ms).where(
        visit.c.scope == found.scope,
        visit.c.at_ms >= starts,
        visit.c.at_ms < starts + _DAY_MS,
        visit.c.outcome.in_(sorted(MET)),
        visit.c.archived.is_not(True),
    )
    rows = [
        row
        for row in found.connection.execute(query.order_by(visit.c.at_ms))
        if row.household_id in found.facts.households
    ]
    homes = {row.household_id: found.facts.households[row.household_id] for row in rows}
    doors = read_doors(found.connection, found.places, [one.dwelling for one in homes.values()])
    for row in rows:
        door = doors.get(homes[row.household_id].dwelling)
        if door is not None:
            yield MetRow(
                row.household_id,
                door.dwelling,
                door.full,
                found.facts.name_of(row.household_id),
                row.id,
                row.outcome,
                row.at_ms,
            )
