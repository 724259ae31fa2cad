"""Running campaigns of a grid: for whom, who was met, and who is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from fieldapp.domain.campaigns import is_done
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
    table = TABLES["campaign"]
    query = select(table).where(
        table.c.scope == scope, table.c.archived.is_not(True), table.c.ended_ms.is_(None)
    )
    today = day_of(now_ms)
    rows = [
        dict(row)
        for row in connection.execute(query.order_by(table.c.starts_ms, table.c.id)).mappings()
        if (row["starts_ms"] or 0) <= now_ms and _lasts(row["deadline_ms"], today)
    ]
    if not rows:
        return ()
    masked = _masked_tags(connection)
    return tuple(_campaign(row, facts, masked, today) for row in rows)


def _lasts(deadline_ms: int | None, today: date) -> bool:
    return deadline_ms is None or day_of(deadline_ms) >= today


def _masked_tags(connection: Connection) -> dict[str, set[str]]:
    """Read masked tags, where this person may hold them: only to count, never to be shown."""
    query = select(tagged.c.id, tagged.c.code).where(tagged.c.kind == "care")
    found: dict[str, set[str]] = {}
    for resident, code in connection.execute(query):
        found.setdefault(resident, set()).add(code)
    return found


def _campaign(
    row: Mapping[str, object],
    facts: GridFacts,
    masked: Mapping[str, set[str]],
    today: date,
) -> CampaignRow:
    tags = {str(code) for code in _list(row["tags"])}
    doors = {str(door) for door in _list(row["dwellings"])}
    aimed = []
    for id_, household in facts.households.items():
        home = household.home
        if not is_expected(home):
            continue
        hidden = {code for one in home.people for code in masked.get(one.id, ())}
        if household.dwelling in doors or tags & (all_tags(home, today) | hidden):
            aimed.append(id_)
    starts = row["starts_ms"] if isinstance(row["starts_ms"], int) else 0
    left = [id_ for id_ in aimed if not is_done(facts.contacts_of(id_), starts, None)]
    deadline = row["deadline_ms"] if isinstance(row["deadline_ms"], int) else None
    return CampaignRow(
        str(row["id"]),
        str(row["title"]),
        str(row["template"] or ""),
        str(row["reason"] or ""),
        starts,
        deadline,
        tuple(aimed),
        tuple(left),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
