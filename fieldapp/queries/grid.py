"""One grid as the rules see it: its homes, their visits and when each is due, read in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, null, or_, select, union_all

from fieldapp.domain.due import MET, Contact, Due, due
from fieldapp.domain.households import CLOSED_KINDS, CLOSED_USES, Home, Person
from fieldapp.domain.tags import TagKind, catalogue
from fieldapp.queries.kept_readings import unless_written
from fieldapp.store.at_hand import grid_at_hand
from fieldapp.store.communities import community_of, read_catalogue
from fieldapp.store.schema import TABLES, tagged
from sync.values import read_day

HOME_KINDS = ("household", "dwelling", "member", "resident")
"""Kinds of rows that a `Home` is made of."""
_NOTHING: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household's own facts, beside its `Home`."""

    id: str
    dwelling: str
    head: str
    kind: str
    is_active: bool
    home: Home


@dataclass(frozen=True, slots=True)
class Member:
    """A person as a row of a list needs her."""

    id: str
    name: str
    relation: str
    is_living: bool


@dataclass(frozen=True, slots=True)
class GridFacts:
    """Households by id, members by household, contacts by household, and the tag catalogue."""

    kinds: Mapping[str, TagKind]
    households: Mapping[str, HouseholdRow]
    members: Mapping[str, tuple[Member, ...]]
    contacts: Mapping[str, list[Contact]]

    def contacts_of(self, household: str) -> Iterable[Contact]:
        """Give a household's visits and calls, as far as they can matter for its due date."""
        return self.contacts.get(household, _NOTHING)

    def name_of(self, household: str) -> str:
        """Give the name a household goes by: its head, else whoever lives there first."""
        row, members = self.households[household], self.members.get(household, ())
        living = [one for one in members if one.is_living]
        head = next((one.name for one in living if one.id == row.head), "")
        return head or (living[0].name if living else "")


def read_kinds(connection: Connection, scope: str = "") -> dict[str, TagKind]:
    """Read the tag catalogue that holds for a scope; for the grid at hand when none is named."""
    where = community_of(connection, scope or grid_at_hand(connection))

    def work() -> dict[str, TagKind]:
        return catalogue(read_catalogue(connection, "tag_kind", where).items())

    return unless_written(connection, ("tag_kinds", where), ("tag_kind", "grid"), work)


def read_grid(connection: Connection, scope: str, *, all_visits: bool = False) -> GridFacts:
    """Read all homes of a grid; with `all_visits` every visit, else only those that can matter."""
    household = TABLES["household"]
    where = household.c.scope == scope
    picked = select(household.c.id).where(where, household.c.archived.is_not(True))

    def homes() -> tuple[Mapping[str, HouseholdRow], Mapping[str, tuple[Member, ...]]]:
        members, people = _members(connection, picked, is_whole=True)
        return _households(connection, where, people), members

    rows, members = unless_written(connection, ("homes", scope), HOME_KINDS, homes)
    contacts = unless_written(
        connection,
        ("contacts", scope, all_visits),
        ("visit", "household"),
        lambda: _contacts(connection, picked, all_visits=all_visits),
    )
    return GridFacts(read_kinds(connection, scope), rows, members, contacts)


def read_facts(connection: Connection, where: ColumnElement[bool], scope: str = "") -> GridFacts:
    """Read the few households that `where` picks, with all that their due dates follow from."""
    household = TABLES["household"]
    picked = select(household.c.id).where(where, household.c.archived.is_not(True))
    members, people = _members(connection, picked, is_whole=False)
    rows = _households(connection, where, people)
    contacts = _contacts(connection, picked, all_visits=False)
    return GridFacts(read_kinds(connection, scope), rows, members, contacts)


_Worked = dict[str, tuple[Home, list[Contact], Due]]


def read_dues(
    connection: Connection, scope: str, facts: GridFacts, today: date
) -> Mapping[str, Due]:
    """Say of every household of a grid when it is due, as things stand on a day.

    Only those whose home or contacts changed since are worked out again.
    """
    before: _Worked = unless_written(connection, ("dues", scope, today), ("tag_kind",), dict)
    for id_, row in facts.households.items():
        contacts = facts.contacts.get(id_) or []
        known = before.get(id_)
        if known is None or known[0] is not row.home or known[1] != contacts:
            found = due(row.home, contacts, facts.kinds, today)
            before[id_] = (row.home, contacts, found)
    return {id_: before[id_][2] for id_ in facts.households}


def _members(
    connection: Connection, picked: Any, *, is_whole: bool
) -> tuple[dict[str, tuple[Member, ...]], dict[str, tuple[Person, ...] | None]]:
    """Read who lives where. A household all of whose members left has None instead of people."""
    member = TABLES["member"]
    chosen = select(member.c.resident_id).where(member.c.household_id.in_(picked))
    tags = _tags(connection, "resident", None if is_whole else chosen)
    names: dict[str, list[Member]] = defaultdict(list)
    people: dict[str, list[Person] | None] = {}
    rows = connection.execute(_members_of(picked)).all()
    for home, to_on, relation, id_, name, birth, precision, status in rows:
        if to_on is not None:
            people.setdefault(home, None)
            continue
        is_living = status != "deceased"
        names[home].append(Member(id_, name, relation or "", is_living))
        lived = people.get(home) or []
        lived.append(
            Person(id_, read_day(birth), precision or "day", tags.get(id_, _NO_TAGS), is_living)
        )
        people[home] = lived
    return (
        {home: tuple(found) for home, found in names.items()},
        {home: tuple(found) if found else None for home, found in people.items()},
    )


def _members_of(picked: Any) -> Select[Any]:
    """Select who lives, or lived, in households, in the order of relations."""
    member, resident = TABLES["member"], TABLES["resident"]
    return (
        select(
            member.c.household_id,
            member.c.to_on,
            member.c.relation_code,
            resident.c.id,
            resident.c.name,
            resident.c.birth_date,
            resident.c.birth_precision,
            resident.c.life_status,
        )
        .join(resident, resident.c.id == member.c.resident_id)
        .where(
            member.c.household_id.in_(picked),
            member.c.archived.is_not(True),
            resident.c.archived.is_not(True),
        )
        .order_by(func.coalesce(member.c.relation_code, "99"), member.c.id)
    )


_NO_TAGS: frozenset[str] = frozenset()


def _tags(connection: Connection, kind: str, chosen: Any) -> dict[str, frozenset[str]]:
    """Read visible tags of one kind of row, of all that are on this device or of those chosen."""
    query = select(tagged.c.id, tagged.c.code).where(tagged.c.kind == kind)
    if chosen is not None:
        query = query.where(tagged.c.id.in_(chosen))
    found: dict[str, set[str]] = defaultdict(set)
    for id_, code in connection.execute(query).all():
        found[id_].add(code)
    return {id_: frozenset(codes) for id_, codes in found.items()}


def _households(
    connection: Connection,
    where: ColumnElement[bool],
    people: Mapping[str, tuple[Person, ...] | None],
) -> dict[str, HouseholdRow]:
    household, dwelling = TABLES["household"], TABLES["dwelling"]
    columns = "id dwelling_id head_id kind status since_on imported_on split_from cadence_days"
    query = (
        select(*(household.c[name] for name in columns.split()), dwelling.c.use)
        .join(dwelling, dwelling.c.id == household.c.dwelling_id, isouter=True)
        .where(where, household.c.archived.is_not(True))
    )
    rows = connection.execute(query).all()
    tags = _tags(connection, "household", [row.id for row in rows] if len(rows) == 1 else None)
    return {row.id: _household(row, people.get(row.id, ()), tags) for row in rows}


def _household(
    row: Any, people: tuple[Person, ...] | None, tags: Mapping[str, frozenset[str]]
) -> HouseholdRow:
    is_active = row.status in (None, "active")
    is_lived_in = people is not None and row.use not in CLOSED_USES
    home = Home(
        row.id,
        people or (),
        tags.get(row.id, _NO_TAGS),
        row.cadence_days,
        read_day(row.imported_on),
        read_day(row.since_on),
        row.split_from is not None,
        is_active and is_lived_in and row.kind not in CLOSED_KINDS,
        row.kind == "away",
    )
    return HouseholdRow(row.id, row.dwelling_id, row.head_id or "", row.kind or "", is_active, home)


def _contacts(connection: Connection, picked: Any, *, all_visits: bool) -> dict[str, list[Contact]]:
    visit = TABLES["visit"]
    columns = [visit.c[name] for name in ("household_id", "mode", "outcome", "next_due_on")]
    valid = visit.c.household_id.in_(picked) & visit.c.archived.is_not(True)
    query: Any = select(visit.c.at_ms, *columns).where(valid)
    if not all_visits:
        query = _only_what_matters(visit, query, valid)
    found: dict[str, list[Contact]] = defaultdict(list)
    for at_ms, household, mode, outcome, next_due_on in connection.execute(query).all():
        day = read_day(next_due_on)
        found[household].append(Contact(at_ms or 0, mode or "door", outcome, day))
    return found


def _only_what_matters(visit: Any, query: Any, valid: ColumnElement[bool]) -> Any:
    """Leave out all meetings of a household but the newest of each mode: no rule asks for them."""
    met = visit.c.outcome.in_(sorted(MET))
    rest = query.where(or_(~met, visit.c.next_due_on.is_not(None)))
    newest = (
        select(
            func.max(visit.c.at_ms),
            visit.c.household_id,
            visit.c.mode,
            visit.c.outcome,
            null(),
        )
        .where(valid, met)
        .group_by(visit.c.household_id, visit.c.mode)
    )
    return union_all(rest, newest)
