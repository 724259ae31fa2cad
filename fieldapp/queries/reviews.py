"""The secretary's queue: 马上 first, then 今天办, then what is unread, then the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import select

from fieldapp.domain.days import day_of, start_of, stored_day
from fieldapp.domain.diary_words import URGENCY, EntryState
from fieldapp.queries.diary_lines import first_words, lines_of
from fieldapp.queries.diary_marks import entry_states
from fieldapp.queries.staff import grid_names, names
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.verbs import Query, Reader, answers

Fields = Mapping[str, Any]


class _Turn(IntEnum):
    now = 0
    today = 1
    unread = 2
    read = 3
    reviewed = 4


_WORDS = {_Turn.unread: "", _Turn.read: "已阅", _Turn.reviewed: "已批"}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One entry in the queue. `late_on` is the day it is about, when handed in on a later one."""

    entry: str
    author: str
    author_name: str
    grid_name: str
    on: date
    late_on: date | None
    summary: str
    urgency: str
    state: str
    state_word: str
    submitted_ms: int


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The queue; `total` and `unread` are the counts of its heading."""

    total: int
    unread: int
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewQueueQuery(Query[ReviewQueue]):
    """Ask for what is unread, and what was handed in during the last `days` days."""

    days: int = 7


@answers(ReviewQueueQuery)
def review_queue(reader: Reader, query: ReviewQueueQuery) -> ReviewQueue:
    """List everybody's entries but one's own; each turn newest first."""
    table, review = TABLES["diary_entry"], TABLES["review"]
    reviewed = select(review.c.entry_id).where(review.c.archived.is_not(True))
    since = start_of(day_of(reader.now_ms) - timedelta(days=query.days - 1))
    found = reader.connection.execute(
        select(table).where(
            table.c.scope != LOCAL_SCOPE,
            table.c.author != reader.author.person,
            table.c.archived.is_not(True),
            (table.c.submitted_ms >= since) | table.c.id.not_in(reviewed),
        )
    )
    entries = [dict(row) for row in found.mappings()]
    rows = _rows(reader, entries, entry_states(reader.connection, entries))
    unread = sum(row.state not in ("read", "reviewed") for row in rows)
    return ReviewQueue(len(rows), unread, tuple(rows))


def _rows(
    reader: Reader, entries: Sequence[Fields], states: Mapping[str, EntryState]
) -> list[QueueRow]:
    people, grids = names(reader.connection), grid_names(reader.connection)
    lines = lines_of(reader.connection, [row["id"] for row in entries])
    turns = {row["id"]: _turn(row, states[row["id"]]) for row in entries}
    ordered = sorted(
        entries, key=lambda row: (turns[row["id"]], -(row["submitted_ms"] or 0), row["id"])
    )
    return [_row(row, turns[row["id"]], lines, people, grids) for row in ordered]


def _turn(row: Fields, state: EntryState) -> _Turn:
    if state is EntryState.instructed:
        return _Turn.reviewed
    if state is EntryState.read:
        return _Turn.read
    return {"now": _Turn.now, "today": _Turn.today}.get(row["urgency"] or "", _Turn.unread)


def _row(
    row: Fields,
    turn: _Turn,
    lines: Mapping[str, Sequence[Fields]],
    people: Mapping[str, str],
    grids: Mapping[str, str],
) -> QueueRow:
    on = stored_day(row["on"])
    submitted_ms = row["submitted_ms"] or 0
    urgency = row["urgency"] or "note"
    return QueueRow(
        row["id"],
        row["author"],
        people.get(row["author"], row["author"]),
        grids.get(row["grid"] or "", ""),
        on,
        on if day_of(submitted_ms) != on else None,
        first_words(lines.get(row["id"], ())),
        urgency,
        turn.name,
        _WORDS.get(turn, URGENCY.get(urgency, "")),
        submitted_ms,
    )
