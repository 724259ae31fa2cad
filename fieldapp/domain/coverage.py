"""What the figures of visits mean, each with the households behind it.

应访 are the households due by the end of the month, as things stood when it began, with those
added since and without those closed. Every other figure counts only among them, so none passes
100 %. Two visits to a household are one household.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from fieldapp.domain.days import day_of, start_of
from fieldapp.domain.due import Contact, cadence, due, is_gone, is_met, is_phoned
from fieldapp.domain.households import Home
from fieldapp.domain.tags import Catalogue


@dataclass(frozen=True, slots=True)
class Month:
    """A month in Asia/Shanghai."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        following = Month(self.year + self.number // 12, self.number % 12 + 1)
        return following.first - timedelta(days=1)

    @property
    def starts_ms(self) -> int:
        """Its first millisecond."""
        return start_of(self.first)

    @property
    def ends_ms(self) -> int:
        """The first millisecond after it."""
        return start_of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_of(day: date) -> Month:
    """Give the month of a day."""
    return Month(day.year, day.month)


class Reach(StrEnum):
    """How far one got with a household in the month; each household is exactly one of these."""

    met = "met"
    phoned = "phoned"
    no_answer = "no_answer"
    refused = "refused"
    other = "other"
    not_yet = "not_yet"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and the households behind it, in the order of their ids."""

    households: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many households."""
        return len(self.households)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of one month. `contacted` is met or reached by an accepted call."""

    due: Figure
    knocked: Figure
    met: Figure
    phoned: Figure
    contacted: Figure
    left: Figure
    no_answer: Figure
    refused: Figure
    other: Figure
    not_yet: Figure
    met_of_knocked: Figure

    @property
    def knock_rate(self) -> str:
        """入户率: knocked of those due."""
        return share(self.knocked.count, self.due.count)

    @property
    def meet_rate(self) -> str:
        """见面率: met of those knocked at."""
        return share(self.met_of_knocked.count, self.knocked.count)

    @property
    def contact_rate(self) -> str:
        """覆盖率: met or reached by an accepted call, of those due."""
        return share(self.contacted.count, self.due.count)


def together(parts: Iterable[Coverage]) -> Coverage:
    """Lay the figures of several grids together, each with all its households."""
    held = list(parts)
    names = [one.name for one in fields(Coverage)]
    joined = {
        name: [id_ for one in held for id_ in getattr(one, name).households] for name in names
    }
    return Coverage(**{name: Figure(tuple(sorted(ids))) for name, ids in joined.items()})


def share(part: int, whole: int) -> str:
    """Write a share as "87.5%", rounded half up to one place; "" when there is no whole."""
    if whole == 0:
        return ""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


Visits = Mapping[str, Sequence[Contact]]
"""Household id → its visits and calls, in any order, those taken back left out."""


def coverage(homes: Iterable[Home], visits: Visits, kinds: Catalogue, month: Month) -> Coverage:
    """Compute the figures of a month from the households as they are and all their visits."""
    reached: dict[str, Reach] = {}
    knocked: list[str] = []
    for home in homes:
        contacts = visits.get(home.id, ())
        if not is_due_in(home, contacts, kinds, month):
            continue
        inside = [one for one in contacts if month.starts_ms <= one.at_ms < month.ends_ms]
        calls_count = cadence(home, kinds, month.last).phone_counts
        reached[home.id] = _reach(inside, calls_count=calls_count)
        if any(one.mode == "door" for one in inside):
            knocked.append(home.id)
    return _figures(reached, knocked)


def is_due_in(home: Home, contacts: Iterable[Contact], kinds: Catalogue, month: Month) -> bool:
    """Tell whether a household counts as 应访.

    It was due by the month's end as things stood at its start, was there by then, and nobody
    found the door given up during the month.
    """
    added_on = home.imported_on or home.since_on
    known = [one for one in contacts if one.at_ms < month.ends_ms]
    if (added_on is not None and added_on > month.last) or is_gone(known):
        return False
    before = [one for one in known if one.at_ms < month.starts_ms]
    day = max(month.first, added_on) if added_on else month.first
    found = due(home, before, kinds, day)
    return found.on is not None and found.on <= month.last


def _reach(inside: Sequence[Contact], *, calls_count: bool) -> Reach:
    if any(is_met(one) for one in inside):
        return Reach.met
    if calls_count and any(is_phoned(one) for one in inside):
        return Reach.phoned
    if not inside:
        return Reach.not_yet
    last = max(inside, key=lambda one: (one.at_ms, one.outcome))
    match last.outcome:
        case "no_answer":
            return Reach.no_answer
        case "refused":
            return Reach.refused
        case _:
            return Reach.other


def _figures(reached: Mapping[str, Reach], knocked: Iterable[str]) -> Coverage:
    def having(*reaches: Reach) -> Figure:
        return Figure(tuple(sorted(id_ for id_, reach in reached.items() if reach in reaches)))

    doors = Figure(tuple(sorted(knocked)))
    met = having(Reach.met)
    return Coverage(
        due=having(*Reach),
        knocked=doors,
        met=met,
        phoned=having(Reach.phoned),
        contacted=having(Reach.met, Reach.phoned),
        left=having(Reach.no_answer, Reach.refused, Reach.other, Reach.not_yet),
        no_answer=having(Reach.no_answer),
        refused=having(Reach.refused),
        other=having(Reach.other),
        not_yet=having(Reach.not_yet),
        met_of_knocked=Figure(tuple(id_ for id_ in doors.households if id_ in set(met.households))),
    )


def last_contact_on(contacts: Iterable[Contact]) -> date | None:
    """Give the day of the last time somebody was met or reached, or None."""
    reached = [one.at_ms for one in contacts if is_met(one) or is_phoned(one)]
    return day_of(max(reached)) if reached else None
