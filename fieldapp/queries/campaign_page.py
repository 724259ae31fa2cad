"""The screen 走访行动: campaigns that run, are to come or ended, and the doors one has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from fieldapp.domain.campaigns import TEMPLATES, Aim, Template, in_season, template_from
from fieldapp.domain.days import day_of
from fieldapp.domain.due import Contact
from fieldapp.domain.tags import TagKind
from fieldapp.errors import Refused
from fieldapp.queries.campaigns import Aimed, CampaignRow, lasts, read_campaigns
from fieldapp.queries.due import read_doors
from fieldapp.queries.grid import GridFacts, read_grid, read_kinds
from fieldapp.queries.places import DoorName, Places, grid_of, read_places
from fieldapp.queries.staff import grids_held, names
from fieldapp.store.communities import read_catalogue
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers

ENDED_SHOWN_DAYS = 30
_DAY_MS, _MONTH = 86_400_000, 30


class CampaignState(StrEnum):
    """Where a campaign stands on a day."""

    running = "running"
    coming = "coming"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign with where it runs and who started it."""

    row: CampaignRow
    grid: str
    grid_name: str
    state: CampaignState
    started_by: str
    ended_ms: int | None


@dataclass(frozen=True, slots=True)
class CampaignDoor:
    """A household of a campaign; `outcome` is that of the last try since it began, or "".

    `concerns` are the things asked that were answered with 有事.
    """

    household: str
    dwelling: str
    group: str
    group_title: str
    door: str
    full_door: str
    name: str
    is_left: bool
    outcome: str
    at_ms: int | None
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign and its doors as one walks: buildings and doors where somebody is left first."""

    line: CampaignLine
    doors: tuple[CampaignDoor, ...]


@dataclass(frozen=True, slots=True)
class CampaignsQuery(Query["tuple[CampaignLine, ...]"]):
    """Ask for the campaigns of all grids held: running, to come, then ended in the last days."""


@dataclass(frozen=True, slots=True)
class CampaignQuery(Query[CampaignView]):
    """Ask for one campaign with its doors. Raises `Refused`."""

    campaign: str


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """How many households a wish would be for, in one grid."""

    grid: str
    grid_name: str
    count: int


@dataclass(frozen=True, slots=True)
class CampaignPlanQuery(Query["tuple[CampaignPlan, ...]"]):
    """Ask for how many a campaign would be before it is started."""

    aim: Aim
    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A building or village group that can be chosen, by its grid."""

    id: str
    title: str
    grid: str


@dataclass(frozen=True, slots=True)
class TagChoice:
    """A kind of tag that can be chosen; `is_usual` is offered before one asks for all."""

    code: str
    name: str
    is_usual: bool


@dataclass(frozen=True, slots=True)
class CampaignChoices:
    """What a campaign can be made of. `grids` are `(code, name)`, `grid` the one at hand."""

    templates: tuple[Template, ...]
    tags: tuple[TagChoice, ...]
    grids: tuple[tuple[str, str], ...]
    places: tuple[PlaceChoice, ...]
    grid: str


@dataclass(frozen=True, slots=True)
class CampaignChoicesQuery(Query[CampaignChoices]):
    """Ask what a campaign can be made of."""


@answers(CampaignsQuery)
def campaigns(reader: Reader, query: CampaignsQuery) -> tuple[CampaignLine, ...]:
    """List them grid by grid, what runs first."""
    found: list[CampaignLine] = []
    for grid, name in grids_held(reader.connection):
        scope = f"grid:{grid}"
        rows = [row for row in read_campaigns(reader.connection, scope) if _is_shown(row, reader)]
        if rows:
            facts = read_grid(reader.connection, scope, all_visits=True)
            judge = Aimed(reader.connection, scope, facts, day_of(reader.now_ms))
            found += [_line(reader, judge, row, grid, name) for row in rows]
    order = list(CampaignState)
    return tuple(sorted(found, key=lambda one: (order.index(one.state), -one.row.starts_ms)))


def _is_shown(row: Mapping[str, Any], reader: Reader) -> bool:
    over = row["ended_ms"] or row["deadline_ms"]
    return over is None or over > reader.now_ms - ENDED_SHOWN_DAYS * _DAY_MS


def _line(
    reader: Reader, judge: Aimed, row: Mapping[str, Any], grid: str, grid_name: str
) -> CampaignLine:
    stored = read_row(reader.connection, "campaign", row["id"])
    stamp = stored.row.stamps.get("title") if stored else None
    starter = names(reader.connection).get(stamp.actor, "") if stamp else ""
    state = _state(row, reader.now_ms)
    return CampaignLine(judge.row(row), grid, grid_name, state, starter, row["ended_ms"])


def _state(row: Mapping[str, Any], now_ms: int) -> CampaignState:
    if row["ended_ms"] is not None or not lasts(row["deadline_ms"], day_of(now_ms)):
        return CampaignState.ended
    return CampaignState.coming if (row["starts_ms"] or 0) > now_ms else CampaignState.running


@answers(CampaignQuery)
def campaign(reader: Reader, query: CampaignQuery) -> CampaignView:
    """Read one campaign with all its doors."""
    stored = read_row(reader.connection, "campaign", query.campaign)
    if stored is None or stored.row.fields.get("archived"):
        raise Refused("row-unknown", "找不到这次行动，可能已经撤掉了。", is_input=True)
    scope, grid = stored.scope, stored.scope.removeprefix("grid:")
    rows = read_campaigns(reader.connection, scope)
    row = next(one for one in rows if one["id"] == query.campaign)
    facts = read_grid(reader.connection, scope, all_visits=True)
    judge = Aimed(reader.connection, scope, facts, day_of(reader.now_ms))
    held = dict(grids_held(reader.connection))
    line = _line(reader, judge, row, grid, held.get(grid, grid))
    places = read_places(reader.connection, scope)
    return CampaignView(line, tuple(_doors(reader, line, facts, places)))


def _doors(
    reader: Reader, line: CampaignLine, facts: GridFacts, places: Places
) -> Iterable[CampaignDoor]:
    households = {id_: facts.households[id_].dwelling for id_ in line.row.households}
    doors = read_doors(reader.connection, places, list(households.values()))
    known = {id_: doors[dwelling] for id_, dwelling in households.items() if dwelling in doors}
    left = frozenset(line.row.households_left)
    waiting = {door.group for id_, door in known.items() if id_ in left}

    def place(pair: tuple[str, DoorName]) -> tuple[Any, ...]:
        id_, door = pair
        group = (door.group not in waiting, places.group_order(door.group))
        return (*group, id_ not in left, door.order)

    ordered = sorted(known.items(), key=place)
    concerns = _concerns(reader, line)
    for id_, door in ordered:
        last = _last_try(facts.contacts_of(id_), line)
        yield CampaignDoor(
            id_,
            door.dwelling,
            door.group,
            door.group_title,
            door.short,
            door.full,
            facts.name_of(id_),
            id_ in left,
            last.outcome if last else "",
            last.at_ms if last else None,
            concerns.get(id_, ()),
        )


def _concerns(reader: Reader, line: CampaignLine) -> dict[str, tuple[str, ...]]:
    """Read by household what was asked and answered with 有事."""
    asked = {f"{line.row.id}:{place}": label for place, label in enumerate(line.row.asks, 1)}
    visit = TABLES["visit"]
    query = select(visit.c.household_id, visit.c["items"]).where(
        visit.c.scope == f"grid:{line.grid}",
        visit.c.at_ms >= line.row.starts_ms,
        visit.c.archived.is_not(True),
        visit.c["items"].is_not(None),
    )
    found: dict[str, dict[str, None]] = {}
    for household, items in reader.connection.execute(query) if asked else ():
        for one in items:
            if one.get("answer") == "concern" and one.get("item") in asked:
                found.setdefault(household, {})[asked[one["item"]]] = None
    return {household: tuple(labels) for household, labels in found.items()}


def _last_try(contacts: Iterable[Contact], line: CampaignLine) -> Contact | None:
    end = line.ended_ms if line.ended_ms is not None else 1 << 62
    inside = [one for one in contacts if line.row.starts_ms <= one.at_ms <= end]
    return max(inside, key=lambda one: one.at_ms, default=None)


@answers(CampaignPlanQuery)
def plan(reader: Reader, query: CampaignPlanQuery) -> tuple[CampaignPlan, ...]:
    """Count grid by grid."""
    held, today = dict(grids_held(reader.connection)), day_of(reader.now_ms)
    found = []
    for grid in query.grids:
        scope = grid_of(reader, grid)
        judge = Aimed(reader.connection, scope, read_grid(reader.connection, scope), today)
        found.append(CampaignPlan(grid, held.get(grid, grid), len(judge.at(query.aim))))
    return tuple(found)


@answers(CampaignChoicesQuery)
def choices(reader: Reader, query: CampaignChoicesQuery) -> CampaignChoices:
    """List templates, tags, grids and buildings; the catalogue is that of the grid at hand."""
    scope = grid_of(reader, None)
    grids = grids_held(reader.connection)
    kinds = read_kinds(reader.connection, scope)
    return CampaignChoices(
        in_season(_templates(reader, scope), day_of(reader.now_ms)),
        tuple(
            TagChoice(code, kind.word, _is_usual(kind))
            for code, kind in kinds.items()
            if code != "TENANT"
        ),
        grids,
        tuple(place for grid, _ in grids for place in _places(reader, grid)),
        scope.removeprefix("grid:"),
    )


def _is_usual(kind: TagKind) -> bool:
    """Those looked after month by month, and the old; never one that is masked."""
    asks_often = kind.cadence_days is not None and kind.cadence_days <= _MONTH
    return kind.level < 3 and (kind.is_computed or asks_often)


def _templates(reader: Reader, scope: str) -> Iterable[Template]:
    """The catalogue's templates go before those built in, which stand for a device without one."""
    rows = read_catalogue(reader.connection, "campaign_template", scope)
    yield from (
        template_from(id_, fields) for id_, fields in rows.items() if not fields.get("archived")
    )
    yield from (one for id_, one in TEMPLATES.items() if id_ not in rows)


def _places(reader: Reader, grid: str) -> Iterable[PlaceChoice]:
    places = read_places(reader.connection, f"grid:{grid}")
    for id_ in sorted((*places.buildings, *places.groups), key=places.group_order):
        title = places.building_title(id_) or str(places.groups.get(id_, {}).get("name") or "")
        yield PlaceChoice(id_, title, grid)
