"""交接: what an earlier worker still held, by household, and what is still open of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.queries.staff import WhoAmIQuery, grids_held, names, who_am_i
from fieldapp.queries.telling import main_change, places_of, tell_changes
from fieldapp.store import outbox
from fieldapp.store.quarantined import corrected_here, name_of, read_quarantined
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.protocol import Change

REASONS = ("handed_over", "device_revoked")
_PROMISES_SHOWN = 50
_SITES = ("compound", "building", "village_group")


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One thing that was still held, by its quarantine rows.

    `was_in_time`: clearly made before the assignment ended.
    """

    ids: tuple[str, ...]
    kind_word: str
    what: str
    made_ms: int
    reason: str
    author_name: str
    was_in_time: bool
    can_take: bool


@dataclass(frozen=True, slots=True)
class HandoverGroup:
    """What belongs to one household, door or day; oldest first."""

    place: str
    rows: tuple[HandoverRow, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it was in a grid, and whose it is. `until` is a day, as a field holds it."""

    grid: str
    name: str
    leaving: str
    until: str
    taking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """Something one promised and has not done yet."""

    id: str
    place: str
    text: str
    made_ms: int


@dataclass(frozen=True, slots=True)
class HandoverView:
    """The screen. `waiting` own changes have not left this device."""

    groups: tuple[HandoverGroup, ...]
    turns: tuple[Turn, ...]
    promises: tuple[OpenPromise, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class HandoverQuery(Query[HandoverView]):
    """Ask for the screen 交接."""


@answers(HandoverQuery)
def handover(reader: Reader, query: HandoverQuery) -> HandoverView:
    """Read what was set aside of others, whose turn it is, and what is one's own."""
    connection = reader.connection
    return HandoverView(
        tuple(_groups(reader)),
        tuple(_turns(connection)),
        tuple(_promises(connection, reader.author.person)),
        outbox.count(connection),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """One change that was set aside, and its row."""

    row: str
    reason: str
    change: Change


def _groups(reader: Reader) -> Iterable[HandoverGroup]:
    bundles = _bundles(_held(reader.connection))
    mains = [_main([one.change for one in bundle]) for bundle in bundles]
    told = tell_changes(reader.connection, mains)
    ends, people = _ends(reader.connection), names(reader.connection)
    is_secretary = who_am_i(reader, WhoAmIQuery()).role == "secretary"
    groups: dict[str, list[HandoverRow]] = {}
    for bundle, main, words in zip(bundles, mains, told, strict=True):
        one = HandoverRow(
            tuple(held.row for held in bundle),
            words.kind_word,
            words.what,
            main.time.wall_ms,
            bundle[0].reason,
            people.get(main.actor, ""),
            all(_was_in_time(held.change, ends) for held in bundle),
            is_secretary
            or all(held.reason == REASONS[0] for held in bundle)
            or main.actor == reader.author.person,
        )
        groups.setdefault(words.place or "别的", []).append(one)
    return [HandoverGroup(place, tuple(inside)) for place, inside in groups.items()]


def _held(connection: Connection) -> list[_Held]:
    """List what was set aside and not sent again since, oldest first."""
    table = TABLES["quarantine"]
    query = select(table.c.id, table.c.reason, table.c.change).where(
        table.c.state == "waiting", table.c.reason.in_(REASONS)
    )
    sent = corrected_here(connection)
    held = []
    for id_, reason, body in connection.execute(query):
        change = read_quarantined(body or "")
        if change is not None and name_of(change) not in sent:
            held.append(_Held(id_, reason, change))
    return sorted(held, key=lambda one: (one.change.time.wall_ms, str(one.change.row)))


def _bundles(held: Iterable[_Held]) -> list[list[_Held]]:
    """Put together what was one tap: an act or a group is one thing to a person."""
    found: dict[str, list[_Held]] = {}
    for one in held:
        group = one.change.group
        found.setdefault(one.change.act or (group.id if group else one.row), []).append(one)
    return list(found.values())


def _main(changes: Sequence[Change]) -> Change:
    """Pick what the others hang on: a building before its doors."""
    sites = [one for one in changes if one.entity in _SITES]
    return main_change(sites or changes)


def _ends(connection: Connection) -> Mapping[tuple[str, str], str]:
    """Give the last day of everybody's time in a grid that is over."""
    table = TABLES["assignment"]
    query = select(table.c.person, table.c.grid, table.c.to_on)
    found = connection.execute(query.where(table.c.archived.is_not(True))).all()
    open_ones = {(person, grid) for person, grid, to_on in found if to_on is None}
    ends: dict[tuple[str, str], str] = {}
    for person, grid, to_on in found:
        if to_on is not None and (person, grid) not in open_ones:
            ends[person, grid] = max(str(to_on), ends.get((person, grid), ""))
    return ends


def _was_in_time(change: Change, ends: Mapping[tuple[str, str], str]) -> bool:
    """Guess by the author's clock; it decides nothing but what is ticked at first."""
    end = ends.get((change.actor, change.scope.partition(":")[2]), "")
    return bool(end) and day_of(change.time.wall_ms).isoformat() <= end


def _turns(connection: Connection) -> Iterable[Turn]:
    """List the grids held here whose worker changed."""
    table, people, held = TABLES["assignment"], names(connection), dict(grids_held(connection))
    query = select(table.c.person, table.c.grid).where(
        table.c.archived.is_not(True), table.c.to_on.is_(None)
    )
    now = connection.execute(query.order_by(table.c.person)).all()
    for (person, grid), until in sorted(_ends(connection).items()):
        if grid in held:
            taking = tuple(people.get(one, "") for one, place in now if place == grid)
            yield Turn(grid, held[grid], people.get(person, ""), until, taking)


def _promises(connection: Connection, person: str) -> Iterable[OpenPromise]:
    table = TABLES["promise"]
    query = select(table).where(
        table.c.author == person, table.c.done_ms.is_(None), table.c.archived.is_not(True)
    )
    found = connection.execute(query.order_by(table.c.made_ms).limit(_PROMISES_SHOWN)).mappings()
    rows = {("promise", row["id"]): dict(row) for row in found}
    places = places_of(connection, rows)
    for key, row in rows.items():
        yield OpenPromise(row["id"], places[key], row["text"] or "", row["made_ms"] or 0)
