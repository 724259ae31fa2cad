"""The screen 覆盖: the figures of a month, and under each the households it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from fieldapp.domain.coverage import (
    Coverage,
    Figure,
    Month,
    Reach,
    coverage,
    last_contact_on,
    month_of,
)
from fieldapp.domain.days import day_of, moment
from fieldapp.domain.due import Contact
from fieldapp.domain.reasons import day_text
from fieldapp.domain.words import OUTCOME
from fieldapp.errors import Refused
from fieldapp.queries.due import read_doors
from fieldapp.queries.grid import GridFacts, read_grid
from fieldapp.queries.places import grid_of, read_places
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers

REACH_WORDS = {
    Reach.met: "见到",
    Reach.phoned: "电话",
    Reach.no_answer: "无人",
    Reach.refused: "拒访",
    Reach.other: "别的结果",
    Reach.not_yet: "还没去",
}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One household that is due to be seen: how far one got, and in words what happened."""

    household: str
    dwelling: str
    door: str
    name: str
    reach: Reach
    reach_word: str
    note: str
    last_text: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The figures, each with its households, and a row for each household that is due.

    `until` is today in the month that runs, else its last day.
    """

    grid: str
    month: str
    until: date
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
    knock_rate: str
    meet_rate: str
    contact_rate: str
    rows: tuple[CoverageRow, ...]

    def behind(self, figure: Figure) -> tuple[CoverageRow, ...]:
        """Give the rows that a figure counts: as many as it says."""
        chosen = set(figure.households)
        return tuple(row for row in self.rows if row.household in chosen)


@dataclass(frozen=True, slots=True)
class CoverageQuery(Query[CoverageView]):
    """Ask for a month ("2026-11", the running one when None) of one grid."""

    month: str | None = None
    grid: str | None = None


@answers(CoverageQuery)
def coverage_view(reader: Reader, query: CoverageQuery) -> CoverageView:
    """Compute the figures from the visits themselves."""
    today = day_of(reader.now_ms)
    month = read_month(query.month) if query.month else month_of(today)
    scope = grid_of(reader, query.grid)
    facts = read_grid(reader.connection, scope, all_visits=True)
    homes = [row.home for row in facts.households.values()]
    found = coverage(homes, facts.contacts, facts.kinds, month)
    return CoverageView(
        scope.removeprefix("grid:"),
        str(month),
        min(today, month.last) if today >= month.first else month.last,
        found.due,
        found.knocked,
        found.met,
        found.phoned,
        found.contacted,
        found.left,
        found.no_answer,
        found.refused,
        found.other,
        found.not_yet,
        found.knock_rate,
        found.meet_rate,
        found.contact_rate,
        _rows(reader, scope, facts, found, month),
    )


def read_month(text: str) -> Month:
    """Read "2026-11". Raises `Refused`."""
    year, _, number = text.partition("-")
    is_month = year.isdigit() and number.isdigit() and 1 <= int(number) <= 12
    if not is_month or not 1900 <= int(year) <= 9998:
        raise Refused("bad-month", "月份写成 2026-11 这样。", field="month", is_input=True)
    return Month(int(year), int(number))


def _rows(
    reader: Reader, scope: str, facts: GridFacts, found: Coverage, month: Month
) -> tuple[CoverageRow, ...]:
    reaches = {id_: reach for reach in Reach for id_ in getattr(found, reach.value).households}
    places = read_places(reader.connection, scope)
    dwellings = {id_: facts.households[id_].dwelling for id_ in found.due.households}
    doors = read_doors(reader.connection, places, list(dwellings.values()))
    notes = _last_notes(reader, scope, month)
    today = day_of(reader.now_ms)
    rows: list[tuple[tuple[Any, ...], CoverageRow]] = []
    for id_, dwelling in dwellings.items():
        door = doors.get(dwelling)
        contacts = sorted(facts.contacts_of(id_), key=lambda one: one.at_ms)
        inside = [one for one in contacts if month.starts_ms <= one.at_ms < month.ends_ms]
        last = last_contact_on(contacts)
        row = CoverageRow(
            id_,
            dwelling,
            f"{_compound(door.group_title)} {door.full}".strip() if door else "",
            facts.name_of(id_),
            reaches[id_],
            REACH_WORDS[reaches[id_]],
            notes.get(id_) or tries_text(inside, today),
            f"上次 {day_text(last)}" if last else "还没见过",
        )
        rows.append((door.order if door else (9,), row))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _compound(group_title: str) -> str:
    """Give the compound's part of a building's title: the door says the rest."""
    return group_title.rpartition(" ")[0]


def tries_text(inside: Sequence[Contact], today: date) -> str:
    """Say the last tries in a line: "昨天 08:31、11月12日都无人"."""
    last = list(inside[-2:])
    if not last:
        return ""
    words = [_when(one, today) for one in reversed(last)]
    if len(last) == 2 and last[0].outcome == last[1].outcome:
        return _said("、".join(words), f"都{OUTCOME.get(last[0].outcome, '')}")
    told = zip(words, reversed(last), strict=True)
    return "、".join(_said(word, OUTCOME.get(one.outcome, "")) for word, one in told)


def _said(when: str, what: str) -> str:
    """Put a space between a time and what follows, none after a day."""
    return f"{when} {what}" if when[-1:].isdigit() else when + what


def _when(contact: Contact, today: date) -> str:
    when = moment(contact.at_ms)
    days = (today - when.date()).days
    near = {0: "今天", 1: "昨天"}.get(days)
    return f"{near} {when:%H:%M}" if near else day_text(when.date())


def _last_notes(reader: Reader, scope: str, month: Month) -> dict[str, str]:
    """Read the last visit's note of each household in the month."""
    visit = TABLES["visit"]
    query = (
        select(visit.c.household_id, visit.c.note)
        .where(
            visit.c.scope == scope,
            visit.c.at_ms >= month.starts_ms,
            visit.c.at_ms < month.ends_ms,
            visit.c.archived.is_not(True),
        )
        .order_by(visit.c.at_ms)
    )
    return {row.household_id: row.note or "" for row in reader.connection.execute(query)}
