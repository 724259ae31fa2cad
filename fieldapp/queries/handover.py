"""交接: what an earlier worker still held, by household, and what is still open of one's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.domain.issues import ENDED
from fieldapp.queries.handover_turns import Turn, TurnsQuery, ends_of, turns
from fieldapp.queries.issues import read_issues
from fieldapp.queries.sealed import covered
from fieldapp.queries.staff import WhoAmIQuery, grids_held, names, who_am_i
from fieldapp.queries.telling import main_change, places_of, tell_changes
from fieldapp.store import outbox
from fieldapp.store.quarantined import corrected_here, name_of, read_quarantined
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.protocol import Change

REASONS = ("handed_over", "device_revoked")
_PROMISES_SHOWN = 50
_ORIGINAL = "原件"
"""The word by which a line or a promise is known to speak of somebody's paper."""
_SHOWN_AFTER_MS = 86_400_000
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
class OpenPromise:
    """Something promised in a grid and not done yet. `author_name` is "" for one's own.

    Otherwise it was promised by somebody whose turn in a grid that is held here is over.
    """

    id: str
    grid: str
    place: str
    text: str
    made_ms: int
    author_name: str = ""


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue of a grid that is handed over, or of any held here, that has not ended."""

    id: str
    grid: str
    place: str
    title: str
    state_word: str
    due_text: str


@dataclass(frozen=True, slots=True)
class OriginalInHand:
    """A paper of somebody's that one noted to hold. `kind`: diary_line or promise, and its id."""

    kind: str
    id: str
    place: str
    text: str
    made_ms: int
    is_returned: bool


@dataclass(frozen=True, slots=True)
class HandoverView:
    """The screen. `waiting` own changes have not left this device; `originals` are of `looker`."""

    groups: tuple[HandoverGroup, ...]
    turns: tuple[Turn, ...]
    promises: tuple[OpenPromise, ...]
    originals: tuple[OriginalInHand, ...]
    waiting: int
    issues: tuple[OpenIssue, ...]
    looker: str

    def counted(self, turn: Turn) -> tuple[int, int, int]:
        """Count for a signature: papers in hand, those counted over, promises of its grid."""
        returned = sum(one.is_returned for one in self.originals)
        promises = sum(one.grid == turn.grid for one in self.promises)
        return len(self.originals), returned, promises


@dataclass(frozen=True, slots=True)
class HandoverQuery(Query[HandoverView]):
    """Ask for the screen 交接."""


@answers(HandoverQuery)
def handover(reader: Reader, query: HandoverQuery) -> HandoverView:
    """Read what was set aside of others, whose turn it is, and what is one's own."""
    connection = reader.connection
    known = turns(reader, TurnsQuery())
    return HandoverView(
        tuple(_groups(reader)),
        known,
        tuple(_promises(reader)),
        tuple(_originals(reader)),
        outbox.count(connection),
        tuple(_issues(reader, {one.grid for one in known})),
        names(connection).get(reader.author.person, ""),
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
    ends, people = ends_of(reader.connection), names(reader.connection)
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


def _was_in_time(change: Change, ends: Mapping[tuple[str, str], str]) -> bool:
    """Guess by the author's clock; it decides nothing but what is ticked at first."""
    end = ends.get((change.actor, change.scope.partition(":")[2]), "")
    return bool(end) and day_of(change.time.wall_ms).isoformat() <= end


def _promises(reader: Reader) -> Iterable[OpenPromise]:
    """List what one promised oneself, then what is left by those whose turn is over."""
    connection, own = reader.connection, reader.author.person
    held = dict(grids_held(connection))
    gone = {(person, f"grid:{grid}") for person, grid in ends_of(connection) if grid in held}
    table, people = TABLES["promise"], names(connection)
    query = select(table).where(
        table.c.author.in_([own, *sorted({person for person, _ in gone})]),
        table.c.done_ms.is_(None),
        table.c.archived.is_not(True),
    )
    order = (table.c.author != own, table.c.made_ms)
    found = connection.execute(query.order_by(*order).limit(_PROMISES_SHOWN)).mappings()
    mine = [row for row in found if row["author"] == own or (row["author"], row["scope"]) in gone]
    rows = {("promise", row["id"]): dict(row) for row in mine}
    places = places_of(connection, rows)
    for key, row in rows.items():
        author = "" if row["author"] == own else people.get(row["author"], "")
        grid = str(row["scope"]).removeprefix("grid:")
        text, made_ms = row["text"] or "", row["made_ms"] or 0
        yield OpenPromise(row["id"], grid, places[key], text, made_ms, author)


def _issues(reader: Reader, passing: Collection[str]) -> Iterable[OpenIssue]:
    """List what has not ended in the grids `passing` on, whoever has it; of all held for none."""
    grids = passing or [code for code, _ in grids_held(reader.connection)]
    where = TABLES["issue"].c.scope.in_([f"grid:{grid}" for grid in grids])
    rows = [row for row in read_issues(reader, where) if row.state not in ENDED]
    for row in sorted(rows, key=lambda row: (row.grid, row.since_ms, row.id)):
        yield OpenIssue(row.id, row.grid, row.place, row.title, row.state_word, row.due_text)


def _originals(reader: Reader) -> Iterable[OriginalInHand]:
    """List one's own promises and lines that say 原件; those given back today are still there."""
    since_ms = reader.now_ms - _SHOWN_AFTER_MS
    found = [*_lines_of_originals(reader), *_promises_of_originals(reader)]
    open_ones = [row for row in found if (row["done_ms"] or reader.now_ms) > since_ms]
    rows = {(row["kind"], row["id"]): row["fields"] for row in open_ones}
    places = places_of(reader.connection, rows)
    for row in sorted(open_ones, key=lambda one: (one["made_ms"], one["id"])):
        place = places[row["kind"], row["id"]]
        is_back = row["done_ms"] is not None
        text = row["fields"]["text"]
        yield OriginalInHand(row["kind"], row["id"], place, text, row["made_ms"], is_back)


def _lines_of_originals(reader: Reader) -> Iterable[dict[str, Any]]:
    line, entry, tick = TABLES["diary_line"], TABLES["diary_entry"], TABLES["tick"]
    ticked = select(tick.c.done_ms).where(tick.c.line_id == line.c.id, tick.c.archived.is_not(True))
    query = (
        select(line, entry.c.submitted_ms, ticked.limit(1).scalar_subquery().label("done_ms"))
        .join(entry, entry.c.id == line.c.entry_id)
        .where(line.c.text.contains(_ORIGINAL), line.c.archived.is_not(True))
        .where(entry.c.author == reader.author.person, entry.c.archived.is_not(True))
        .where(entry.c.scope != LOCAL_SCOPE)
    )
    for row in reader.connection.execute(query).mappings():
        shown = covered(row)
        fields = {name: shown[name] for name in ("text", "entry_id", "households")}
        yield _original("diary_line", row["id"], fields, row["submitted_ms"], row["done_ms"])


def _promises_of_originals(reader: Reader) -> Iterable[dict[str, Any]]:
    table = TABLES["promise"]
    query = select(table).where(
        table.c.author == reader.author.person,
        table.c.text.contains(_ORIGINAL),
        table.c.archived.is_not(True),
    )
    for row in reader.connection.execute(query).mappings():
        yield _original("promise", row["id"], dict(row), row["made_ms"], row["done_ms"])


def _original(
    kind: str, id_: str, fields: dict[str, Any], made_ms: int | None, done_ms: int | None
) -> dict[str, Any]:
    return {"kind": kind, "id": id_, "fields": fields, "made_ms": made_ms or 0, "done_ms": done_ms}
