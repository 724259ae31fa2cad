"""Which households are due, in walking order, each with its reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of, moment
from fieldapp.domain.due import Contact, Due, DueState
from fieldapp.domain.reasons import due_text, help_sentence, ladder, likely_time, reason
from fieldapp.queries.campaigns import CampaignRow, running
from fieldapp.queries.grid import read_dues, read_grid
from fieldapp.queries.places import DoorName, Places, dwelling_columns, grid_of, read_places
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_day

EVENING_FROM = 17
"""From this hour on, those who are met only in the evening come first."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class DueRow:
    """One household on the list. `door` is its name within the group, `full_door` beyond it.

    `state` is late, today or later; `outcome_today` says how a knock earlier today ended;
    `warning` is what to do after knocks in vain, `hint` when somebody is likely to be at home.
    """

    household: str
    dwelling: str
    group: str
    group_title: str
    door: str
    full_door: str
    name: str
    reason: str
    state: DueState
    days_late: int
    due_on: date | None
    due_text: str
    campaigns: tuple[str, ...] = ()
    outcome_today: str = ""
    hint: str = ""
    warning: str = ""
    is_evening: bool = False


@dataclass(frozen=True, slots=True)
class DueQuery(Query["tuple[DueRow, ...]"]):
    """Ask what is due on a day (today when None) or within some days after it."""

    grid: str | None = None
    on: date | None = None
    within_days: int = 0


@answers(DueQuery)
def due_list(reader: Reader, query: DueQuery) -> tuple[DueRow, ...]:
    """List the households due, late ones first within each building, buildings as one walks."""
    return DueList(reader, query.grid, query.on, query.within_days).rows()


class DueList:
    """One reading of a grid on one day, from which the list and the screen 今天 are made."""

    def __init__(
        self, reader: Reader, grid: str | None, on: date | None = None, within_days: int = 0
    ) -> None:
        self.connection = reader.connection
        self.today = on or day_of(reader.now_ms)
        self.scope = grid_of(reader, grid)
        self.facts = read_grid(self.connection, self.scope)
        self.campaigns = running(self.connection, self.scope, self.facts, reader.now_ms)
        self.places = read_places(self.connection, self.scope)
        self._until = self.today + timedelta(within_days)
        self._is_evening = moment(reader.now_ms).hour >= EVENING_FROM

    def rows(self) -> tuple[DueRow, ...]:
        """Make the rows, in order."""
        wanted = self._wanted()
        doors = read_doors(self.connection, self.places, [self._dwelling(id_) for id_ in wanted])
        contacts = read_contacts(self.connection, list(wanted))
        found = [
            (doors[self._dwelling(id_)], self._row(id_, when, doors, contacts.get(id_, ())))
            for id_, when in wanted.items()
            if self._dwelling(id_) in doors
        ]
        return tuple(row for _, row in self._ordered(found))

    def _wanted(self) -> dict[str, Due]:
        aimed = {id_ for one in self.campaigns for id_ in one.households_left}
        wanted = {}
        dues = read_dues(self.connection, self.scope, self.facts, self.today)
        for id_, when in dues.items():
            is_due = when.on is not None and when.on <= self._until
            if is_due or (id_ in aimed and when.on is not None):
                wanted[id_] = when
        return wanted

    def _dwelling(self, household: str) -> str:
        return self.facts.households[household].dwelling

    def _row(
        self,
        id_: str,
        when: Due,
        doors: Mapping[str, DoorName],
        contacts: Sequence[Contact],
    ) -> DueRow:
        door = doors[self._dwelling(id_)]
        home, kinds = self.facts.households[id_].home, self.facts.kinds
        aimed = [one for one in self.campaigns if id_ in one.households_left]
        is_by_campaign = bool(aimed) and when.state(self.today) is DueState.later
        likely = likely_time(contacts)
        steps = ladder(home, contacts, self.today)
        is_evening = likely is not None and likely.slot == "evening"
        state = DueState.today if is_by_campaign else when.state(self.today)
        return DueRow(
            id_,
            door.dwelling,
            door.group,
            door.group_title,
            door.short,
            door.full,
            self.facts.name_of(id_),
            reason(
                home, when, kinds, self.today, self._extra(when, aimed, is_by_campaign, is_evening)
            ),
            state,
            when.days_late(self.today),
            when.on,
            "今天" if is_by_campaign else due_text(when, self.today),
            tuple(one.id for one in aimed),
            outcome_on(contacts, self.today),
            steps.hint or (likely.sentence if likely and is_evening else ""),
            self._warning(id_, steps.misses) if steps.calls_for_help else "",
            is_evening,
        )

    def _extra(
        self, when: Due, aimed: Sequence[CampaignRow], is_by_campaign: bool, is_evening: bool
    ) -> list[str]:
        if is_by_campaign and aimed[0].reason:
            return [aimed[0].reason]
        if is_evening and when.reached_on is not None:
            return [f"已 {(self.today - when.reached_on).days} 天", "晚上容易遇到"]
        return []

    def _warning(self, household: str, misses: int) -> str:
        people = [one.id for one in self.facts.members.get(household, ())]
        return help_sentence(misses, relative_of(self.connection, people), "")

    def _ordered(self, found: list[tuple[DoorName, DueRow]]) -> list[tuple[DoorName, DueRow]]:
        latest: dict[str, int] = {}
        for door, row in found:
            latest[door.group] = max(latest.get(door.group, 0), row.days_late)
        return sorted(found, key=lambda pair: self._place(pair, latest))

    def _place(self, pair: tuple[DoorName, DueRow], latest: Mapping[str, int]) -> tuple[Any, ...]:
        door, row = pair
        is_first = self._is_evening and row.is_evening
        group = (latest[door.group] == 0, self.places.group_order(door.group), door.group)
        return (*group, row.outcome_today != "", not is_first, -row.days_late, door.order)


def outcome_on(contacts: Iterable[Contact], day: date) -> str:
    """Give the outcome of the last visit on a day, or ""."""
    inside = [one for one in contacts if day_of(one.at_ms) == day]
    return max(inside, key=lambda one: one.at_ms).outcome if inside else ""


def read_doors(
    connection: Connection, places: Places, dwellings: Sequence[str]
) -> dict[str, DoorName]:
    """Name these doors."""
    table = TABLES["dwelling"]
    named: dict[str, DoorName] = {}
    for start in range(0, len(dwellings), _CHUNK):
        chosen = table.c.id.in_(dwellings[start : start + _CHUNK])
        for row in connection.execute(select(*dwelling_columns()).where(chosen)).mappings():
            named[row["id"]] = places.name(dict(row))
    return named


def read_contacts(connection: Connection, households: Sequence[str]) -> dict[str, list[Contact]]:
    """Read every visit of these households, oldest first."""
    visit = TABLES["visit"]
    columns = ("household_id", "at_ms", "mode", "outcome", "next_due_on")
    found: dict[str, list[Contact]] = {}
    for start in range(0, len(households), _CHUNK):
        query = select(*(visit.c[name] for name in columns)).where(
            visit.c.household_id.in_(households[start : start + _CHUNK]),
            visit.c.archived.is_not(True),
        )
        for row in connection.execute(query.order_by(visit.c.at_ms)):
            contact = Contact(
                row.at_ms or 0, row.mode or "door", row.outcome, read_day(row.next_due_on)
            )
            found.setdefault(row.household_id, []).append(contact)
    return found


def relative_of(connection: Connection, residents: Sequence[str]) -> str:
    """Say whose telephone to ring in an emergency ("女儿"), or "" when none is known."""
    table = TABLES["resident"]
    query = select(table.c.emergency_relation, table.c.emergency_name).where(
        table.c.id.in_(residents), table.c.emergency_phone.is_not(None)
    )
    found = sorted(row[0] or row[1] or "" for row in connection.execute(query))
    return found[0] if found else ""
