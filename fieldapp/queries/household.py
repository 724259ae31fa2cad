"""The card of one household, and the pane of one door beside the building."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.domain.reasons import day_text
from fieldapp.domain.words import USE, word_of
from fieldapp.errors import Refused
from fieldapp.queries import staff
from fieldapp.queries.contacts import ContactRow, contacts_of
from fieldapp.queries.door_names import door_names
from fieldapp.queries.issues import IssueRow, open_issues
from fieldapp.queries.marks import SyncMark, least, marks_of
from fieldapp.queries.person import PersonRow, TagChip, read_people
from fieldapp.queries.places import DoorName
from fieldapp.queries.standing_of import Standing, read_standing
from fieldapp.queries.transfers_told import going_text
from fieldapp.queries.visits import (
    PromiseRow,
    VisitRow,
    count_visits,
    read_promises,
    read_visits,
)
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_day


@dataclass(frozen=True, slots=True)
class OtherHousehold:
    """Another household behind the same door."""

    household: str
    name: str


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """All that is read before knocking. `place` is "3单元 5 楼，没有电梯".

    `going`: that it is being handed to another grid, or came from one lately; or "".
    """

    household: str
    dwelling: str
    door: str
    compound_place: str
    place: str
    name: str
    status: str
    status_word: str
    kind_word: str
    standing: Standing
    warning: str
    access_note: str
    tags: tuple[TagChip, ...]
    people: tuple[PersonRow, ...]
    contacts: tuple[ContactRow, ...]
    promises: tuple[PromiseRow, ...]
    issues: tuple[IssueRow, ...]
    visits: tuple[VisitRow, ...]
    visit_count: int
    verified_text: str
    note: str
    is_party_center: bool
    other_households: tuple[OtherHousehold, ...]
    sync: SyncMark
    grid: str
    going: str = ""

    @property
    def title(self) -> str:
        """Name the home: 高玉芬家."""
        return f"{self.name}家" if self.name else "还没登记人"


@dataclass(frozen=True, slots=True)
class HouseholdQuery(Query[HouseholdCard]):
    """Ask for a household's card with its last visits."""

    household: str
    visits: int = 5


@dataclass(frozen=True, slots=True)
class DoorPane:
    """What stands beside the building for one door. `card` is None where nobody lives."""

    dwelling: str
    door: str
    number: str
    place: str
    use_word: str
    access_note: str
    card: HouseholdCard | None
    visits: tuple[VisitRow, ...]
    visits_text: str
    households: tuple[OtherHousehold, ...]


@dataclass(frozen=True, slots=True)
class DoorPaneQuery(Query[DoorPane]):
    """Ask for the pane of one door; with several households, of the one named or the first."""

    dwelling: str
    household: str | None = None


@answers(HouseholdQuery)
def household_card(reader: Reader, query: HouseholdQuery) -> HouseholdCard:
    """Make the card. Raises `Refused` when there is no such household."""
    connection = reader.connection
    row = _row(connection, "household", query.household, "这一户")
    facts, home, standing = read_standing(reader, query.household)
    dwelling = _row(connection, "dwelling", home.dwelling, "这个门")
    people = _people(reader, query.household, home.head)
    contacts = contacts_of(connection, people, dwelling["building_id"], query.household)
    visit = TABLES["visit"]
    door = door_names(connection, [home.dwelling])[home.dwelling]
    return HouseholdCard(
        query.household,
        home.dwelling,
        door.full,
        door.group_title,
        _place(connection, dwelling),
        facts.name_of(query.household),
        row["status"] or "active",
        word_of("household", "status", row["status"] or "active"),
        word_of("household", "kind", row["kind"] or "family"),
        standing,
        standing.warning(contacts),
        dwelling["access_note"] or "",
        tuple(
            TagChip(code, facts.kinds[code].name, facts.kinds[code].mark)
            for code in sorted(home.home.tags)
            if code in facts.kinds and facts.kinds[code].level < 3
        ),
        people,
        contacts,
        read_promises(reader, query.household),
        open_issues(reader, query.household),
        read_visits(reader, visit.c.household_id == query.household, query.visits),
        count_visits(connection, query.household),
        _verified(connection, row),
        row["note"] or "",
        bool(row["is_party_center"]),
        _others(connection, home.dwelling, query.household),
        _sync(connection, query.household, home.dwelling, people),
        row["scope"].removeprefix("grid:"),
        going_text(reader, query.household),
    )


@answers(DoorPaneQuery)
def door_pane(reader: Reader, query: DoorPaneQuery) -> DoorPane:
    """Make the pane. Raises `Refused` when there is no such door."""
    connection = reader.connection
    dwelling = _row(connection, "dwelling", query.dwelling, "这个门")
    door = door_names(connection, [query.dwelling])[query.dwelling]
    behind = _others(connection, query.dwelling, "")
    chosen = query.household or (behind[0].household if behind else None)
    card = household_card(reader, HouseholdQuery(chosen, 2)) if chosen else None
    visit = TABLES["visit"]
    visits = card.visits if card else read_visits(reader, visit.c.dwelling_id == query.dwelling, 2)
    return DoorPane(
        query.dwelling,
        door.full,
        _number(dwelling),
        _pane_place(connection, door, dwelling),
        USE.get(dwelling["use"] or "", ""),
        dwelling["access_note"] or "",
        card,
        visits,
        visits_text(visits),
        behind,
    )


def visits_text(visits: tuple[VisitRow, ...]) -> str:
    """Say the last visits in a line, oldest first: "11月11日见到，11月18日无人"."""
    return "，".join(f"{one.day_text}{one.word}" for one in reversed(visits))


def _row(connection: Connection, kind: str, id_: str, what: str) -> Any:
    table = TABLES[kind]
    found = connection.execute(select(table).where(table.c.id == id_)).mappings().first()
    if found is None or found["archived"]:
        raise Refused("row-unknown", f"找不到{what}。先同步一次再看。", is_input=True)
    return found


def _people(reader: Reader, household: str, head: str) -> tuple[PersonRow, ...]:
    member = TABLES["member"]
    query = select(member.c.resident_id, member.c.relation_code, member.c.id).where(
        member.c.household_id == household,
        member.c.to_on.is_(None),
        member.c.archived.is_not(True),
    )
    rows = [
        (row.resident_id, row.relation_code or "", row.id)
        for row in reader.connection.execute(query)
    ]
    rows.sort(key=lambda row: (row[0] != head, row[1] or "99", row[2]))
    return read_people(reader.connection, rows, head, day_of(reader.now_ms))


def _place(connection: Connection, dwelling: Any) -> str:
    """Say where in the building: 3单元 5 楼，没有电梯."""
    unit = _label(connection, "unit", dwelling["unit_id"])
    parts = [f"{unit}单元" if unit and unit != "无" else ""]
    parts.append(f"{dwelling['floor_label']} 楼" if dwelling["floor_label"] else "")
    words = " ".join(part for part in parts if part)
    table = TABLES["building"]
    lift = connection.execute(
        select(table.c.has_lift).where(table.c.id == dwelling["building_id"])
    ).scalar()
    if lift is None:
        return words
    return "，".join(part for part in (words, "有电梯" if lift else "没有电梯") if part)


def _pane_place(connection: Connection, door: DoorName, dwelling: Any) -> str:
    unit = _label(connection, "unit", dwelling["unit_id"])
    return f"{door.group_title}·{unit}单元" if unit and unit != "无" else door.group_title


def _label(connection: Connection, kind: str, id_: str | None) -> str:
    table = TABLES[kind]
    found = connection.execute(select(table.c.label).where(table.c.id == id_)).scalar()
    return str(found or "")


def _number(dwelling: Any) -> str:
    return str(dwelling["room_label"] or dwelling["landmark"] or dwelling["door_no"] or "")


def _verified(connection: Connection, row: Any) -> str:
    on = read_day(row["verified_on"])
    if on is None:
        return ""
    name = staff.names(connection).get(row["verified_by"] or "", "")
    return "，".join(part for part in (f"上次核实 {day_text(on)}", name) if part)


def _others(connection: Connection, dwelling: str, but: str) -> tuple[OtherHousehold, ...]:
    household, resident = TABLES["household"], TABLES["resident"]
    query = (
        select(household.c.id, resident.c.name)
        .outerjoin(resident, resident.c.id == household.c.head_id)
        .where(
            household.c.dwelling_id == dwelling,
            household.c.id != but,
            household.c.archived.is_not(True),
            (household.c.status == "active") | household.c.status.is_(None),
        )
        .order_by(household.c.id)
    )
    return tuple(OtherHousehold(row.id, row.name or "") for row in connection.execute(query))


def _sync(
    connection: Connection, household: str, dwelling: str, people: tuple[PersonRow, ...]
) -> SyncMark:
    keys = [("household", household), ("dwelling", dwelling)]
    keys += [("resident", one.id) for one in people] + [("care", one.id) for one in people]
    return least(marks_of(connection, keys).values())
