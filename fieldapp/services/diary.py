"""The diary of the people's concerns: drafts that stay here, entries handed in, ticks, replies.

A draft is a row of the same tables in the local scope. Handing it in creates the very same ids
in the author's diary scope; a line keeps its id from its first save on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from fieldapp.domain.diary_words import CATEGORY, MOOD, URGENCY, code_for
from fieldapp.domain.words import offered
from fieldapp.errors import Refused
from fieldapp.services.photos import hand_in_photos, hang_again, photos_on, take_back_photos
from fieldapp.services.where import day
from fieldapp.store import scopes
from fieldapp.store.rows import read_row
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import MAX_GROUP, Value


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One thought. `id` is what an earlier save gave; `households` are those it mentions.

    The words of a sealed one stand on no list: they are shown when somebody opens it.
    """

    text: str
    id: str | None = None
    households: tuple[str, ...] = ()
    visit: str | None = None
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The ids of a saved draft: the entry's, and its lines' in their order."""

    entry: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteDraft(Command[Draft]):
    """Save a draft as it now stands, as often as one likes; lines not named are gone.

    A line without words is kept while it is being written, and left out when handed in.
    """

    lines: tuple[DraftLine, ...]
    entry: str | None = None
    on: date | None = None
    categories: tuple[str, ...] = ()
    mood: str | None = None
    urgency: str | None = None
    weather: str | None = None
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class WriteDiary(Command[Draft]):
    """Write a draft from plain text, a line each; with `entry`, at the end of that draft.

    What follows on a sealed line is sealed too.
    """

    text: str
    households: tuple[str, ...] = ()
    on: date | None = None
    entry: str | None = None
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class DropDraft(Command[None]):
    """Throw a draft away."""

    entry: str


@dataclass(frozen=True, slots=True)
class SubmitDiary(Command[None]):
    """Hand a draft in to the secretary."""

    entry: str


@dataclass(frozen=True, slots=True)
class WithdrawDiary(Command[str]):
    """Take an entry back that nobody has read; gives the id of the draft it becomes."""

    entry: str
    reason: str = "收回"


@handles(WriteDraft)
def write_draft(unit: Unit, command: WriteDraft) -> Draft:
    """Save entry and lines in the local scope. Raises `Refused` for an entry handed in."""
    entry = command.entry or unit.new_id()
    before = {} if command.entry is None else require_draft(unit, command.entry)
    unit.write_local("diary_entry", entry, _entry_fields(unit, command, before))
    ids = tuple(line.id or unit.new_id() for line in command.lines)
    held = set(local_lines(unit, entry))
    for sort_no, (id_, line) in enumerate(zip(ids, command.lines, strict=True), start=1):
        _require_line_of(unit, entry, id_)
        unit.write_local("diary_line", id_, _line_fields(entry, line, sort_no))
    for gone in sorted(held - set(ids)):
        _drop_line(unit, gone)
    return Draft(entry, ids)


@handles(WriteDiary)
def write_diary(unit: Unit, command: WriteDiary) -> Draft:
    """Save plain text as a draft; the households belong to each of its lines."""
    texts = [text.strip() for text in command.text.splitlines() if text.strip()]
    if not texts:
        raise Refused("diary-empty", "先写一句再存。", field="text", is_input=True)
    before: list[DraftLine] = []
    if command.entry is not None:
        require_draft(unit, command.entry)
        before = [_draft_line(unit, id_) for id_ in local_lines(unit, command.entry)]
    is_sealed = command.is_sealed or bool(before and before[-1].is_sealed)
    fresh = [DraftLine(text, households=command.households, is_sealed=is_sealed) for text in texts]
    return write_draft(unit, _rewritten(unit, command, (*before, *fresh)))


@handles(DropDraft)
def drop_draft(unit: Unit, command: DropDraft) -> None:
    """Remove the rows of a draft; nothing of it ever left this device."""
    require_draft(unit, command.entry)
    for line in local_lines(unit, command.entry):
        _drop_line(unit, line)
    take_back_photos(unit, "diary_entry", command.entry, "")
    unit.delete_local("diary_entry", command.entry)


@handles(SubmitDiary)
def submit_diary(unit: Unit, command: SubmitDiary) -> None:
    """Create the entry, its lines and its ticks in the diary scope, under the ids they have."""
    fields = require_draft(unit, command.entry)
    lines = {id_: unit.read("diary_line", id_) or {} for id_ in local_lines(unit, command.entry)}
    written = {id_: line for id_, line in lines.items() if line.get("text", "").strip()}
    if not written:
        raise Refused("diary-empty", "这一篇还没写字，写一句再交。", field="lines", is_input=True)
    ticks = {id_: line_ticks(unit, id_) for id_ in written}
    done = {id_: unit.read("tick", found[0]) or {} for id_, found in ticks.items() if found}
    for gone in lines:
        _drop_line(unit, gone)
    unit.delete_local("diary_entry", command.entry)
    scope = diary_scope(unit)
    unit.begin_act()
    with unit.group() if 1 + len(written) + len(done) <= MAX_GROUP else nullcontext():
        handed_in = {**_shared(fields, "diary_entry"), "submitted_ms": unit.now_ms}
        unit.create("diary_entry", scope, handed_in, id_=command.entry)
        for sort_no, (id_, line) in enumerate(written.items(), start=1):
            shared = {**_shared(line, "diary_line"), "sort_no": sort_no}
            unit.create("diary_line", scope, shared, id_=id_)
        for id_, tick in done.items():
            unit.create("tick", scope, _shared(tick, "tick"), id_=ticks[id_][0])
    hand_in_photos(unit, command.entry, scope)


@handles(WithdrawDiary)
def withdraw_diary(unit: Unit, command: WithdrawDiary) -> str:
    """Archive the entry and go on with a copy of it as a draft. Raises `Refused` once read."""
    fields = require_mine(unit, command.entry)
    if _ids(unit, "review", "entry_id", command.entry):
        raise Refused("already-read", "书记已经看过，收不回了。可以在后面添一条。")
    lines = [unit.read("diary_line", id_) or {} for id_ in local_lines(unit, command.entry)]
    ticked = [bool(line_ticks(unit, id_)) for id_ in local_lines(unit, command.entry)]
    unit.begin_act()
    unit.archive("diary_entry", command.entry, command.reason)
    copy = unit.new_id()
    kept = {**_shared(fields, "diary_entry"), "submitted_ms": None, "saved_ms": unit.now_ms}
    unit.write_local("diary_entry", copy, kept)
    photos = photos_on(unit, "diary_entry", command.entry)
    take_back_photos(unit, "diary_entry", command.entry, command.reason)
    hang_again(unit, photos, "diary_entry", copy)
    for line, is_ticked in zip(lines, ticked, strict=True):
        id_ = unit.new_id()
        unit.write_local("diary_line", id_, {**_shared(line, "diary_line"), "entry_id": copy})
        if is_ticked:
            unit.write_local("tick", unit.new_id(), tick_fields(unit, id_))
    return copy


def diary_scope(unit: Unit) -> str:
    """Give the scope of this person's own diary. Raises `Refused` where it is not held."""
    return scopes.require(unit.connection, f"diary:{unit.author.person}").scope


def is_draft(unit: Unit, entry: str) -> bool:
    """Tell whether an entry is a draft. Raises `Refused` when there is none."""
    return unit.scope_of("diary_entry", entry) == LOCAL_SCOPE


def require_draft(unit: Unit, entry: str) -> Mapping[str, Value]:
    """Read a draft's fields. Raises `Refused` for an entry handed in, or none."""
    if not is_draft(unit, entry):
        raise Refused("handed-in", "这一篇已经交了。要改就在那一条上改，或者先收回。")
    return unit.read("diary_entry", entry) or {}


def require_mine(unit: Unit, entry: str) -> Mapping[str, Value]:
    """Read one's own entry that was handed in. Raises `Refused`."""
    if is_draft(unit, entry):
        raise Refused("not-handed-in", "这一篇还是草稿，没有交。")
    fields = unit.read("diary_entry", entry) or {}
    if fields.get("author") != unit.author.person:
        raise Refused("not-author", "这是别人的日记，只有本人能改。")
    if fields.get("archived"):
        raise Refused("withdrawn", "这一篇已经收回了，在草稿里接着写。")
    return fields


def local_lines(unit: Unit, entry: str) -> list[str]:
    """List the lines of an entry in their order."""
    table = TABLES["diary_line"]
    query = (
        select(table.c.id)
        .where(table.c.entry_id == entry, table.c.archived.is_not(True))
        .order_by(table.c.sort_no, table.c.id)
    )
    return list(unit.connection.execute(query).scalars())


def line_ticks(unit: Unit, line: str) -> list[str]:
    """List the ticks on a line that were not taken back, oldest first."""
    return _ids(unit, "tick", "line_id", line)


def tick_fields(unit: Unit, line: str) -> dict[str, Value]:
    """Give the fields of a tick made now."""
    return {"line_id": line, "done_ms": unit.now_ms, "author": unit.author.person}


def _ids(unit: Unit, kind: str, field: str, value: str) -> list[str]:
    table = TABLES[kind]
    query = select(table.c.id).where(table.c[field] == value, table.c.archived.is_not(True))
    return list(unit.connection.execute(query.order_by(table.c.id)).scalars())


def _drop_line(unit: Unit, line: str) -> None:
    for tick in line_ticks(unit, line):
        unit.delete_local("tick", tick)
    unit.delete_local("diary_line", line)


def _require_line_of(unit: Unit, entry: str, line: str) -> None:
    present = unit.read("diary_line", line)
    if present is not None and present.get("entry_id") != entry:
        raise Refused("line-elsewhere", "这一条是另一篇的，在那一篇里改。", is_input=True)


def _entry_fields(unit: Unit, command: WriteDraft, before: Mapping[str, Value]) -> dict[str, Value]:
    keeps_day = command.on is None and "on" in before
    return {
        "author": unit.author.person,
        "grid": command.grid or before.get("grid") or _grid(unit, command.lines),
        "on": before["on"] if keeps_day else day(unit, command.on),
        "weather": command.weather or None,
        "categories": _codes(command.categories) or None,
        "mood": _code("mood", MOOD, command.mood),
        "urgency": _code("urgency", URGENCY, command.urgency),
        "saved_ms": unit.now_ms,
    }


def _codes(typed: Sequence[str]) -> list[Value]:
    return [code for one in typed if (code := _code("categories", CATEGORY, one))]


def _code(field: str, words: Mapping[str, str], typed: str | None) -> str | None:
    if not typed:
        return None
    code = code_for(words, typed)
    if code is None:
        raise Refused(
            "bad-choice",
            f"没有这一种。可以选：{'、'.join(words.values())}。",
            field=field,
            is_input=True,
            candidates=offered(words),
        )
    return code


def _grid(unit: Unit, lines: Sequence[DraftLine]) -> str | None:
    """Give the grid of the first household that is mentioned, else the first one held."""
    for household in (one for line in lines for one in line.households):
        found = read_row(unit.connection, "household", household)
        if found is not None and found.scope.startswith("grid:"):
            return found.scope.removeprefix("grid:")
    held = [one.scope for one in scopes.all_stands(unit.connection)]
    grids = [scope.removeprefix("grid:") for scope in held if scope.startswith("grid:")]
    return grids[0] if grids else None


def _line_fields(entry: str, line: DraftLine, sort_no: int) -> dict[str, Value]:
    return {
        "entry_id": entry,
        "text": line.text,
        "households": list(dict.fromkeys(line.households)) or None,
        "visit_id": line.visit,
        "sort_no": sort_no,
        "is_sealed": line.is_sealed or None,
    }


def _draft_line(unit: Unit, id_: str) -> DraftLine:
    fields = unit.read("diary_line", id_) or {}
    households = tuple(fields.get("households") or ())
    is_sealed = bool(fields.get("is_sealed"))
    return DraftLine(fields.get("text", ""), id_, households, fields.get("visit_id"), is_sealed)


def _rewritten(unit: Unit, command: WriteDiary, lines: tuple[DraftLine, ...]) -> WriteDraft:
    if command.entry is None:
        return WriteDraft(lines, on=command.on)
    fields = unit.read("diary_entry", command.entry) or {}
    return WriteDraft(
        lines,
        command.entry,
        command.on or date.fromisoformat(fields["on"]),
        tuple(fields.get("categories") or ()),
        fields.get("mood"),
        fields.get("urgency"),
        fields.get("weather"),
        fields.get("grid"),
    )


def _shared(fields: Mapping[str, Value], kind: str) -> dict[str, Value]:
    """Keep what everybody may know: the fields of the kind, without what only this device uses."""
    columns = TABLES[kind].c.keys()
    return {name: value for name, value in fields.items() if name in columns}
