"""Whom a 批示 on a page can be for besides its author: who works in the same grid."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.domain.roles import Assignment, Tie, is_current
from fieldapp.queries.staff import names
from fieldapp.store import scopes
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers

_ORDER = (Tie.responsible, Tie.full, Tie.part)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A colleague who can be asked."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class AddresseesQuery(Query[tuple[Addressee, ...]]):
    """Ask who works in the grid of a page today, and keeps a diary that this device holds."""

    entry: str


@answers(AddresseesQuery)
def addressees(reader: Reader, query: AddresseesQuery) -> tuple[Addressee, ...]:
    """List them, the responsible first; the author of the page is not among them."""
    table = TABLES["diary_entry"]
    found = reader.connection.execute(
        select(table.c.author, table.c.grid).where(table.c.id == query.entry)
    ).first()
    if found is None or not found.grid:
        return ()
    held = {one.scope for one in scopes.all_stands(reader.connection)}
    called = names(reader.connection)
    return tuple(
        Addressee(person, called[person])
        for person in _workers(reader, found.grid)
        if person not in (found.author, reader.author.person)
        and person in called
        and f"diary:{person}" in held
    )


def _workers(reader: Reader, grid: str) -> list[str]:
    table, today = TABLES["assignment"], day_of(reader.now_ms)
    query = select(table).where(table.c.grid == grid, table.c.archived.is_not(True))
    held = [
        Assignment(row["person"], grid, row["role"], row["from_on"], row["to_on"])
        for row in reader.connection.execute(query).mappings()
    ]
    now = [one for one in held if one.role in _ORDER and is_current(one, today)]
    now.sort(key=lambda one: (_ORDER.index(Tie(one.role)), one.person))
    return list(dict.fromkeys(one.person for one in now))
