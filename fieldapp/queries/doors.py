"""The screen 装户图: every door where it stands, with its name, marks and state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.domain.due import Due, DueState
from fieldapp.domain.households import CLOSED_USES, all_tags
from fieldapp.domain.reasons import due_text
from fieldapp.domain.surnames import compound_surname
from fieldapp.domain.tags import AGE80, Catalogue, marks
from fieldapp.domain.words import OUTCOME, OUTCOME_MARK
from fieldapp.queries.campaigns import CampaignRow, running
from fieldapp.queries.doors_view import (
    BuildingView,
    DoorCell,
    DoorFilter,
    DoorsQuery,
    DoorState,
    DoorsView,
    FloorView,
    UnitView,
    VillageStop,
    VillageView,
)
from fieldapp.queries.due import outcome_on
from fieldapp.queries.grid import HOME_KINDS, GridFacts, HouseholdRow, read_dues, read_grid
from fieldapp.queries.kept_readings import unless_written
from fieldapp.queries.places import (
    NO_BUILDING,
    PLACE_KINDS,
    DoorName,
    Fields,
    Places,
    dwelling_columns,
    grid_of,
    read_places,
)
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Reader, answers

RENTED = frozenset({"rented", "shared_rental"})


_STATE_OF_MARK = {
    "met": DoorState.met,
    "away": DoorState.no_answer,
    "refused": DoorState.refused,
    "vacant": DoorState.vacant,
}


@dataclass(frozen=True, slots=True)
class _Door:
    """A door with what was found out about it, before it becomes a cell or a stop."""

    row: Fields
    name: DoorName
    homes: tuple[HouseholdRow, ...]
    state: DoorState
    word: str
    shown: HouseholdRow | None
    tags: frozenset[str]
    filters: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A door with who lives behind it: what no knock changes."""

    row: Fields
    name: DoorName
    homes: tuple[HouseholdRow, ...]
    tags: frozenset[str]


@answers(DoorsQuery)
def doors(reader: Reader, query: DoorsQuery) -> DoorsView:
    """Make the screen from one reading of the grid."""
    connection, today = reader.connection, day_of(reader.now_ms)
    behind = read_row(connection, "dwelling", query.holding) if query.holding else None
    scope = behind.scope if behind else grid_of(reader, query.grid)
    facts = read_grid(connection, scope)
    campaigns = running(connection, scope, facts, reader.now_ms)
    places = read_places(connection, scope)
    standing = unless_written(
        connection,
        ("doors", scope, today),
        (*HOME_KINDS, *PLACE_KINDS),
        lambda: _standing(connection, scope, facts, places, today),
    )
    judge = _Judge(facts, campaigns, today, read_dues(connection, scope, facts, today))
    found = [judge.door(one) for one in standing]
    return DoorsView(
        scope.removeprefix("grid:"),
        sum(len(door.homes) for door in found),
        tuple(_buildings(found, places, facts)),
        tuple(_villages(found, facts)),
        tuple(_filters(found, facts.kinds, campaigns)),
    )


def _standing(
    connection: Connection, scope: str, facts: GridFacts, places: Places, today: date
) -> list[_Standing]:
    """Read the doors in walking order."""
    homes: dict[str, list[HouseholdRow]] = {}
    for home in facts.households.values():
        if home.is_active:
            homes.setdefault(home.dwelling, []).append(home)
    table = TABLES["dwelling"]
    query = select(*dwelling_columns()).where(table.c.scope == scope, table.c.archived.is_not(True))
    found = [
        _Standing(row, places.name(row), behind, _tags(row, behind, today))
        for row in connection.execute(query).mappings().all()
        for behind in (tuple(homes.get(row["id"], ())),)
    ]
    return sorted(found, key=lambda one: one.name.order)


def _tags(row: Fields, homes: Iterable[HouseholdRow], today: date) -> frozenset[str]:
    codes: set[str] = set()
    for home in homes:
        codes |= all_tags(home.home, today)
        if home.kind == "tenant":
            codes.add("TENANT")
    if row["use"] in RENTED:
        codes.add("TENANT")
    return frozenset(codes)


class _Judge:
    """Says of each door how it stands today."""

    def __init__(
        self,
        facts: GridFacts,
        campaigns: Sequence[CampaignRow],
        today: date,
        dues: Mapping[str, Due],
    ) -> None:
        self._dues = dues
        self._facts = facts
        self._today = today
        self._left = {one.id: frozenset(one.households_left) for one in campaigns}

    def door(self, one: _Standing) -> _Door:
        judged = [(*self._state(home), home) for home in one.homes]
        state, word, shown = min(judged, key=_urgency, default=(DoorState.none, "", None))
        if state is DoorState.none and one.row["use"] in CLOSED_USES:
            state = DoorState.vacant
            word = "锁着" if one.name.is_in_village and one.homes else "空置"
        filters = self._filters(one, [state for state, _, _ in judged], state)
        return _Door(one.row, one.name, one.homes, state, word, shown, one.tags, filters)

    def _state(self, row: HouseholdRow) -> tuple[DoorState, str]:
        contacts = self._facts.contacts_of(row.id)
        outcome = outcome_on(contacts, self._today)
        if outcome in OUTCOME_MARK:
            return _STATE_OF_MARK[OUTCOME_MARK[outcome]], OUTCOME[outcome]
        when = self._dues[row.id]
        match when.state(self._today):
            case DueState.late:
                return DoorState.late, due_text(when, self._today)
            case DueState.today:
                return DoorState.today, "今天"
        is_aimed = when.on is not None and any(row.id in left for left in self._left.values())
        return (DoorState.today, "今天") if is_aimed else (DoorState.none, "")

    def _filters(
        self, one: _Standing, states: Iterable[DoorState], state: DoorState
    ) -> frozenset[str]:
        kinds = self._facts.kinds
        keys = {f"tag:{code}" for code in one.tags if code in kinds and kinds[code].level < 3}
        if any(each in (DoorState.late, DoorState.today) for each in states):
            keys.add("due")
        if state is DoorState.vacant:
            keys.add("vacant")
        ids = {home.id for home in one.homes}
        keys |= {f"campaign:{id_}" for id_, left in self._left.items() if ids & left}
        return frozenset(keys)


_URGENCY = {
    state: place
    for place, state in enumerate(
        (
            DoorState.late,
            DoorState.today,
            DoorState.no_answer,
            DoorState.refused,
            DoorState.met,
            DoorState.none,
            DoorState.vacant,
        )
    )
}


def _urgency(judged: tuple[DoorState, str, HouseholdRow]) -> tuple[int, str]:
    return _URGENCY[judged[0]], judged[2].id


def _buildings(found: Sequence[_Door], places: Places, facts: GridFacts) -> Iterable[BuildingView]:
    by_building: dict[str, list[_Door]] = {}
    for door in found:
        if not door.name.is_in_village:
            by_building.setdefault(door.name.group, []).append(door)
    for id_ in [*by_building, *(one for one in places.buildings if one not in by_building)]:
        inside = by_building.get(id_, [])
        yield BuildingView(
            id_,
            places.building_title(id_) or NO_BUILDING,
            places.buildings.get(id_, {}).get("has_lift"),
            sum("due" in door.filters for door in inside),
            tuple(_units(inside, facts)),
        )


def _units(inside: Sequence[_Door], facts: GridFacts) -> Iterable[UnitView]:
    by_unit: dict[str, list[_Door]] = {}
    for door in inside:
        by_unit.setdefault(door.row["unit_id"] or "", []).append(door)
    for id_, members in by_unit.items():
        floors: dict[str, list[_Door]] = {}
        for door in sorted(members, key=lambda one: -(one.row["floor_sort"] or 0)):
            floors.setdefault(door.row["floor_label"] or "", []).append(door)
        views = tuple(
            FloorView(label, tuple(_cell(door, facts) for door in on_floor))
            for label, on_floor in floors.items()
        )
        widest = max(len(view.cells) for view in views)
        yield UnitView(id_, members[0].name.unit, widest, views)


def _cell(door: _Door, facts: GridFacts) -> DoorCell:
    shown = door.shown
    full_name = facts.name_of(shown.id) if shown else ""
    kept = marks(door.tags, facts.kinds)
    return DoorCell(
        door.row["id"],
        shown.id if shown else None,
        door.name.number,
        surname(full_name) if full_name else ("空" if door.state is DoorState.vacant else ""),
        kept,
        door.state,
        door.word,
        len(door.homes),
        door.filters,
        door.name.full,
    )


def surname(name: str) -> str:
    """Give what of a name stands in a cell: the surname, or two characters of a long name."""
    compound = compound_surname(name)
    if compound is not None:
        return compound
    is_long = "·" in name or len(name) > 3 or (name[0] < "㐀" and len(name) > 1)
    return name[:2] if is_long else name[0]


def _villages(found: Sequence[_Door], facts: GridFacts) -> Iterable[VillageView]:
    by_group: dict[str, list[_Door]] = {}
    for door in found:
        if door.name.is_in_village:
            by_group.setdefault(door.name.group, []).append(door)
    for id_, inside in by_group.items():
        yield VillageView(
            id_,
            inside[0].name.group_title,
            sum(len(door.homes) for door in inside),
            sum("due" in door.filters for door in inside),
            tuple(_stop(door, facts) for door in inside),
        )


def _stop(door: _Door, facts: GridFacts) -> VillageStop:
    row = door.row
    number = row["door_no"]
    return VillageStop(
        row["id"],
        door.shown.id if door.shown else None,
        door.name.number,
        f"{number} 号" if number and row["landmark"] else ("" if number else "没有门牌"),
        _people(door, facts),
        door.state,
        door.word,
        door.filters,
    )


def _people(door: _Door, facts: GridFacts) -> str:
    """Say who lives there: up to three names, else the head and how many."""
    names = [
        one.name for home in door.homes for one in facts.members.get(home.id, ()) if one.is_living
    ]
    if not names:
        return door.word or "还没登记人"
    if len(names) <= 3:
        return "、".join(names)
    assert door.shown is not None
    return f"{facts.name_of(door.shown.id)} {len(names)} 口"


_OFFERED = ("ALONE", AGE80, "EMPTY")


def _filters(
    found: Sequence[_Door], kinds: Catalogue, campaigns: Sequence[CampaignRow]
) -> Iterable[DoorFilter]:
    counts = _counts(found)
    yield DoorFilter("all", "全部", sum(len(door.homes) for door in found))
    yield DoorFilter("due", "今天该去", counts.get("due", 0))
    for one in campaigns:
        yield DoorFilter(f"campaign:{one.id}", f"{one.title}还剩", one.left)
    rest = [code for code in kinds if code not in (*_OFFERED, "TENANT")]
    for code in (*_OFFERED, "TENANT", *rest):
        key = f"tag:{code}"
        if counts.get(key) and code in kinds:
            yield DoorFilter(key, kinds[code].word, counts[key])
    if counts.get("vacant"):
        yield DoorFilter("vacant", "空置", counts["vacant"])


def _counts(found: Iterable[_Door]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for door in found:
        for key in door.filters:
            counts[key] = counts.get(key, 0) + 1
    return counts
