"""A month on one page: coverage, campaigns, promises, and what may go on the wall without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.coverage import Coverage, Month, coverage, month_of, together
from fieldapp.domain.days import day_of
from fieldapp.domain.diary_words import CATEGORY
from fieldapp.domain.nameless import cleaner
from fieldapp.queries.campaigns import Aimed, CampaignRow, aim_of, read_campaigns
from fieldapp.queries.coverage import read_month
from fieldapp.queries.due import read_doors
from fieldapp.queries.grid import GridFacts, read_grid
from fieldapp.queries.places import grid_of, read_places
from fieldapp.queries.staff import grid_names, grids_held
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_texts

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class MonthCampaign:
    """A campaign of the month; one that ran in several grids is one.

    `on_wall` is its title without names and doors, "" where its tags are nobody else's to read.
    """

    title: str
    from_on: date
    until_on: date | None
    total: int
    left: int
    on_wall: str = ""


@dataclass(frozen=True, slots=True)
class MonthPromise:
    """A promise by its door and day; the words are without names, doors and numbers."""

    id: str
    door: str
    made_on: date
    text: str


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The page. Nothing in it says which worker did what.

    `made` counts the promises of the month; `kept` are those done in it, `open` those that wait
    now, oldest first. `heard` are the diary's categories with how many entries, `(word, count)`.
    `said` are the lines that were added for the wall, freed of names, doors and numbers.
    """

    month: str
    first: date
    until: date
    place: str
    grids: int
    figures: Coverage
    campaigns: tuple[MonthCampaign, ...]
    made: int
    kept: tuple[MonthPromise, ...]
    open: tuple[MonthPromise, ...]
    entries: int
    heard: tuple[tuple[str, int], ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthPageQuery(Query[MonthPage]):
    """Ask for a month ("2026-11", the running one when None) of a grid, or of all held together."""

    month: str | None = None
    grid: str | None = None
    is_for_all: bool = False
    said: tuple[str, ...] = ()


@answers(MonthPageQuery)
def month_page(reader: Reader, query: MonthPageQuery) -> MonthPage:
    """Count the page from the records themselves."""
    today = day_of(reader.now_ms)
    month = read_month(query.month) if query.month else month_of(today)
    scopes = _scopes(reader, query)
    held = [(scope, read_grid(reader.connection, scope, all_visits=True)) for scope in scopes]
    clean = cleaner(_names(reader.connection))
    told = [one for scope, facts in held for one in _promises(reader, scope, facts, month, clean)]
    entries, heard = _heard(reader, scopes, month)
    return MonthPage(
        str(month),
        month.first,
        min(today, month.last) if today >= month.first else month.last,
        _place(reader, scopes),
        len(scopes),
        together(
            coverage(
                [row.home for row in facts.households.values()], facts.contacts, facts.kinds, month
            )
            for _, facts in held
        ),
        tuple(_campaigns(reader, held, month, clean)),
        sum(one.is_made for one in told),
        tuple(one.promise for one in told if one.is_kept),
        tuple(one.promise for one in sorted(told, key=_age) if one.is_open),
        entries,
        heard,
        tuple(clean(line) for line in query.said),
    )


def _names(connection: Connection) -> set[str]:
    """Collect the names of everybody known here, also of who moved away or was taken off."""
    names = connection.execute(select(TABLES["resident"].c.name).distinct()).scalars()
    return {name for name in names if name}


def _scopes(reader: Reader, query: MonthPageQuery) -> list[str]:
    if query.is_for_all:
        return [f"grid:{code}" for code, _ in grids_held(reader.connection)]
    return [grid_of(reader, query.grid)]


def _place(reader: Reader, scopes: Sequence[str]) -> str:
    called = grid_names(reader.connection)
    names = [called.get(one.removeprefix("grid:"), one) for one in scopes]
    community = _community(reader.connection, scopes[0].removeprefix("grid:")) if scopes else ""
    return f"{community}{names[0]}" if len(names) == 1 else f"{community} {len(names)} 个网格"


def _community(connection: Connection, grid: str) -> str:
    """Name the community that a grid belongs to."""
    grids, regions = TABLES["grid"], TABLES["region"]
    query = select(regions.c.name).join(grids, grids.c.region == regions.c.id)
    return connection.execute(query.where(grids.c.id == grid).limit(1)).scalar() or ""


def _campaigns(
    reader: Reader, held: Iterable[tuple[str, GridFacts]], month: Month, clean: Clean
) -> Iterable[MonthCampaign]:
    """List the campaigns that ran on a day of the month, oldest first."""
    hidden = set[tuple[str, date]]()
    found: dict[tuple[str, date], list[tuple[CampaignRow, int | None]]] = {}
    for scope, facts in held:
        judge = Aimed(reader.connection, scope, facts, day_of(reader.now_ms))
        for row in read_campaigns(reader.connection, scope):
            over_ms = row["ended_ms"] or row["deadline_ms"]
            if _ran(row, over_ms, month):
                shown = judge.row(row)
                key = (shown.title, day_of(shown.starts_ms))
                found.setdefault(key, []).append((shown, over_ms))
                if not _is_for_all_eyes(row, facts):
                    hidden.add(key)
    for (title, on), rows in sorted(found.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        ends = [over for _, over in rows if over is not None]
        until = day_of(max(ends)) if len(ends) == len(rows) else None
        total, left = (sum(getattr(row, name) for row, _ in rows) for name in ("total", "left"))
        on_wall = "" if (title, on) in hidden else clean(title)
        yield MonthCampaign(title, on, until, total, left, on_wall)


def _is_for_all_eyes(row: Mapping[str, Any], facts: GridFacts) -> bool:
    """Tell whether everybody may read whom a campaign is for (docs/domain.md: only L1 tags)."""
    kinds = [facts.kinds.get(code) for code in aim_of(row).tags]
    return all(kind is not None and kind.level < 2 for kind in kinds)


def _ran(row: Mapping[str, Any], over_ms: int | None, month: Month) -> bool:
    starts_ms = row["starts_ms"] or 0
    return starts_ms < month.ends_ms and (over_ms is None or over_ms >= month.starts_ms)


@dataclass(frozen=True, slots=True)
class _Told:
    """A promise as a month sees it: made in it, kept in it, open now."""

    is_made: bool
    is_kept: bool
    is_open: bool
    promise: MonthPromise


def _age(one: _Told) -> tuple[date, str]:
    return one.promise.made_on, one.promise.id


def _promises(
    reader: Reader, scope: str, facts: GridFacts, month: Month, clean: Clean
) -> Iterable[_Told]:
    """Read all promises made before the month's end."""
    table = TABLES["promise"]
    query = select(table).where(
        table.c.scope == scope, table.c.archived.is_not(True), table.c.made_ms < month.ends_ms
    )
    ordered = query.order_by(table.c.made_ms, table.c.id)
    rows = [dict(row) for row in reader.connection.execute(ordered).mappings()]
    doors = _doors(reader, scope, facts, [row["household_id"] for row in rows])
    for row in rows:
        made_ms, done_ms = row["made_ms"] or 0, row["done_ms"]
        is_open = done_ms is None
        is_kept = done_ms is not None and month.starts_ms <= done_ms < month.ends_ms
        # Of those kept long ago none is shown, and there may be thousands.
        text = clean(row["text"] or "") if is_open or is_kept else ""
        door = doors.get(row["household_id"], "")
        yield _Told(
            made_ms >= month.starts_ms,
            is_kept,
            is_open,
            MonthPromise(row["id"], door, day_of(made_ms), text),
        )


def _doors(
    reader: Reader, scope: str, facts: GridFacts, households: Iterable[str]
) -> dict[str, str]:
    known = {id_: facts.households[id_].dwelling for id_ in households if id_ in facts.households}
    places = read_places(reader.connection, scope)
    doors = read_doors(reader.connection, places, list(known.values()))
    return {id_: doors[at].full for id_, at in known.items() if at in doors}


def _heard(
    reader: Reader, scopes: Sequence[str], month: Month
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Count the entries handed in about the month's days, and what they were about."""
    table = TABLES["diary_entry"]
    query = select(table.c.categories).where(
        table.c.scope != LOCAL_SCOPE,
        table.c.archived.is_not(True),
        table.c.submitted_ms.is_not(None),
        table.c.grid.in_([one.removeprefix("grid:") for one in scopes]),
        table.c.on >= month.first.isoformat(),
        table.c.on <= month.last.isoformat(),
    )
    rows = [row.categories for row in reader.connection.execute(query)]
    counts = Counter(code for codes in rows for code in set(read_texts(codes)))
    return len(rows), tuple((word, counts[code]) for code, word in CATEGORY.items() if counts[code])
