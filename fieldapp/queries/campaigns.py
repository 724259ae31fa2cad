"""Campaigns of a grid: for whom, who was met, and who is left, counted from the visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.campaigns import Aim, is_done
from fieldapp.domain.days import day_of
from fieldapp.domain.households import all_tags, is_expected
from fieldapp.queries.grid import GridFacts
from fieldapp.store.schema import TABLES, tagged


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign as a card shows it: what is left comes first. `reason` stands on each door."""

    id: str
    title: str
    template: str
    reason: str
    starts_ms: int
    deadline_ms: int | None
    households: tuple[str, ...]
    households_left: tuple[str, ...]
    asks: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many households it is for."""
        return len(self.households)

    @property
    def left(self) -> int:
        """How many were not met yet."""
        return len(self.households_left)

    @property
    def met(self) -> int:
        """How many were met."""
        return self.total - self.left


def running(
    connection: Connection, scope: str, facts: GridFacts, now_ms: int
) -> tuple[CampaignRow, ...]:
    """Compute the campaigns that run now, oldest first, from the visits themselves."""
    today = day_of(now_ms)
    rows = [
        row
        for row in read_campaigns(connection, scope)
        if row["ended_ms"] is None
        and (row["starts_ms"] or 0) <= now_ms
        and lasts(row["deadline_ms"], today)
    ]
    if not rows:
        return ()
    judge = Aimed(connection, scope, facts, today)
    return tuple(judge.row(row) for row in rows)


def read_campaigns(connection: Connection, scope: str) -> list[dict[str, Any]]:
    """Read the campaigns of a grid that were not taken back, oldest first."""
    table = TABLES["campaign"]
    query = select(table).where(table.c.scope == scope, table.c.archived.is_not(True))
    ordered = query.order_by(table.c.starts_ms, table.c.id)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def lasts(deadline_ms: int | None, today: date) -> bool:
    """Tell whether a campaign still stands on a day: until the end of its last one."""
    return deadline_ms is None or day_of(deadline_ms) >= today


class Aimed:
    """Finds the households of a grid that a campaign is for."""

    def __init__(self, connection: Connection, scope: str, facts: GridFacts, today: date) -> None:
        self._connection = connection
        self._scope = scope
        self._facts = facts
        self._today = today
        self._masked = _masked_tags(connection)
        self._places: dict[str, str] | None = None

    def at(self, aim: Aim) -> tuple[str, ...]:
        """List the households that somebody should be met at."""
        places = self._places_of_doors() if aim.places else {}
        found = []
        for id_, household in self._facts.households.items():
            home = household.home
            if not is_expected(home):
                continue
            hidden = {code for one in home.people for code in self._masked.get(one.id, ())}
            codes = all_tags(home, self._today) | hidden
            if aim.wants(codes, household.dwelling, places.get(household.dwelling, "")):
                found.append(id_)
        return tuple(found)

    def row(self, row: Mapping[str, Any]) -> CampaignRow:
        """Count a campaign."""
        aimed = self.at(aim_of(row))
        starts, ended = row["starts_ms"] or 0, row["ended_ms"]
        left = (
            id_ for id_ in aimed if not is_done(self._facts.contacts_of(id_), starts, ended)
        )  # fmt: skip
        return CampaignRow(
            str(row["id"]),
            str(row["title"]),
            str(row["template"] or ""),
            str(row["reason"] or ""),
            starts,
            row["deadline_ms"],
            aimed,
            tuple(left),
            tuple(_words(row["asks"])),
        )

    def _places_of_doors(self) -> dict[str, str]:
        if self._places is None:
            table = TABLES["dwelling"]
            query = select(table.c.id, table.c.building_id, table.c.village_group_id).where(
                table.c.scope == self._scope
            )
            rows = self._connection.execute(query)
            self._places = {id_: building or group or "" for id_, building, group in rows}
        return self._places


def aim_of(row: Mapping[str, Any]) -> Aim:
    """Read for whom a campaign is."""
    return Aim(
        frozenset(_words(row["tags"])),
        frozenset(_words(row["places"])),
        frozenset(_words(row["dwellings"])),
        bool(row["is_for_all"]),
    )


def _masked_tags(connection: Connection) -> dict[str, set[str]]:
    """Read masked tags, where this person may hold them: only to count, never to be shown."""
    query = select(tagged.c.id, tagged.c.code).where(tagged.c.kind == "care")
    found: dict[str, set[str]] = {}
    for resident, code in connection.execute(query):
        found.setdefault(resident, set()).add(code)
    return found


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
