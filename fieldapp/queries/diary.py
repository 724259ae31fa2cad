"""Diary entries as the list, the page and the morning need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from fieldapp.domain.days import stored_day
from fieldapp.domain.diary_words import CATEGORY, ENTRY_STATE, MOOD, URGENCY, EntryState
from fieldapp.errors import Refused
from fieldapp.queries.diary_lines import (
    Alternate,
    alternates,
    first_words,
    lines_of,
    named,
    refs_of,
)
from fieldapp.queries.diary_marks import entry_states
from fieldapp.queries.mentions import HouseholdRef, TextPart, household_refs, parts_of
from fieldapp.queries.merged import recently_merged
from fieldapp.queries.review_rows import ReviewRow, asked_of, read_reviews
from fieldapp.queries.sealed import covered, open_ones
from fieldapp.queries.staff import grid_names, names
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_texts

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DiaryListRow:
    """One entry in the list beside the page."""

    entry: str
    on: date
    first_line: str
    state: EntryState
    state_word: str
    urgency: str
    line_count: int
    unticked: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a page, cut into words and mentions.

    `alternates` are other texts of the same line that could not be merged, to be shown beside it;
    `is_merged`: two texts of it became one by themselves in the last week. `is_closed`: it is
    sealed, somebody else's and not opened, so that neither words nor households stand here.
    """

    id: str
    text: str
    parts: tuple[TextPart, ...]
    households: tuple[HouseholdRef, ...]
    is_ticked: bool
    ticked_ms: int | None
    visit: str
    alternates: tuple[Alternate, ...] = ()
    is_merged: bool = False
    is_sealed: bool = False
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """One entry, with all that is written under it."""

    entry: str
    author: str
    author_name: str
    grid_name: str
    on: date
    weather: str
    categories: tuple[str, ...]
    category_words: tuple[str, ...]
    mood: str
    mood_word: str
    urgency: str
    urgency_word: str
    lines: tuple[LineRow, ...]
    reviews: tuple[ReviewRow, ...]
    households: tuple[HouseholdRef, ...]
    state: EntryState
    state_word: str
    saved_ms: int | None
    submitted_ms: int | None
    is_mine: bool
    is_draft: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class NewReviewRow:
    """A 批示 that waits for an answer.

    `written_by` is whose page it stands on, where that is a colleague's: `entry` is "" then.
    """

    review: ReviewRow
    entry: str
    on: date
    households: tuple[HouseholdRef, ...]
    written_by: str = ""


@dataclass(frozen=True, slots=True)
class DiaryListQuery(Query[tuple[DiaryListRow, ...]]):
    """Ask for the entries of one author (oneself), newest day first."""

    author: str | None = None
    limit: int = 60


@dataclass(frozen=True, slots=True)
class DiaryPageQuery(Query[DiaryPage]):
    """Ask for one entry.

    `opened` are sealed lines of somebody else's whose opening was recorded (`fields.LogReveal`).
    """

    entry: str
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewReviewsQuery(Query[tuple[NewReviewRow, ...]]):
    """Ask for what was written under one's own entries and not answered yet, newest first.

    And for what was asked of oneself on other pages, however long ago, until one says that it is
    done. `days` is for one's own pages.
    """

    days: int = 14


@answers(DiaryListQuery)
def diary_list(reader: Reader, query: DiaryListQuery) -> tuple[DiaryListRow, ...]:
    """List entries; one taken back is listed only when somebody had written under it."""
    table, review = TABLES["diary_entry"], TABLES["review"]
    author = query.author or reader.author.person
    reviewed = select(review.c.entry_id).where(review.c.archived.is_not(True))
    found = reader.connection.execute(
        select(table)
        .where(table.c.author == author, table.c.archived.is_not(True) | table.c.id.in_(reviewed))
        .order_by(table.c.on.desc(), table.c.submitted_ms.is_(None).desc(), table.c.id.desc())
        .limit(query.limit)
    )
    entries = [dict(row) for row in found.mappings()]
    lines = lines_of(reader.connection, [row["id"] for row in entries])
    states = entry_states(reader.connection, entries)
    return tuple(_list_row(row, lines.get(row["id"], []), states[row["id"]]) for row in entries)


@answers(DiaryPageQuery)
def diary_page(reader: Reader, query: DiaryPageQuery) -> DiaryPage:
    """Read one page. Raises `Refused` when there is none."""
    table, connection = TABLES["diary_entry"], reader.connection
    found = connection.execute(select(table).where(table.c.id == query.entry)).mappings().first()
    if found is None:
        raise Refused("row-unknown", "没有这一篇。先同步一次再看。", field="entry", is_input=True)
    row = dict(found)
    lines = lines_of(connection, [row["id"]]).get(row["id"], [])
    texts = {line["id"]: line["text"] or "" for line in lines}
    closed = set() if row["author"] == reader.author.person else _closed(lines, query.opened)
    lines = [covered(line) if line["id"] in closed else line for line in lines]
    refs = household_refs(reader, named(lines))
    reviews = read_reviews(connection, {row["id"]: texts}).get(row["id"], ())
    readable = texts.keys() - closed
    others = alternates(connection, list(readable))
    merged = recently_merged(reader, "diary_line", readable)
    shown = [
        _line_row(
            line, refs, others.get(line["id"], ()), line["id"] in merged, line["id"] in closed
        )
        for line in lines
    ]
    return _page(reader, row, shown, refs, reviews)


@answers(NewReviewsQuery)
def new_reviews(reader: Reader, query: NewReviewsQuery) -> tuple[NewReviewRow, ...]:
    """List what was written under one's own entries, except for a mere 已阅, or to oneself."""
    entry, review = TABLES["diary_entry"], TABLES["review"]
    since_ms = reader.now_ms - query.days * 86_400_000
    found = reader.connection.execute(
        select(entry.c.id, entry.c.on)
        .where(
            entry.c.author == reader.author.person,
            entry.c.id.in_(select(review.c.entry_id).where(review.c.at_ms >= since_ms)),
        )
        .order_by(entry.c.on.desc())
    )
    days = {row.id: stored_day(row.on) for row in found}
    lines = lines_of(reader.connection, list(days))
    texts = {
        entry_id: {one["id"]: one["text"] or "" for one in lines.get(entry_id, [])}
        for entry_id in days
    }
    about = {id_: named(open_ones(lines.get(id_, []))) for id_ in days}
    refs = household_refs(reader, [id_ for group in about.values() for id_ in group])
    reviews_now = [
        NewReviewRow(one, entry_id, days[entry_id], refs_of(about[entry_id], refs))
        for entry_id, reviews in read_reviews(reader.connection, texts).items()
        for one in reviews
        if one.kind != "acknowledged" and not one.is_answered
    ]
    reviews_now += _asked_of_me(reader)
    return tuple(sorted(reviews_now, key=lambda row: (-row.review.at_ms, row.review.id)))


def _asked_of_me(reader: Reader) -> list[NewReviewRow]:
    found = asked_of(reader.connection, f"diary:{reader.author.person}")
    open_ones = [
        (one, row) for one, row in found if not any(reply.kind == "done" for reply in one.replies)
    ]
    refs = household_refs(reader, named([row for _, row in open_ones]))
    called = names(reader.connection)
    return [
        NewReviewRow(
            one,
            "",
            stored_day(row["on"]),
            refs_of(read_texts(row["households"]), refs),
            called.get(row["written_by"]) or str(row["written_by"]),
        )
        for one, row in open_ones
    ]


def _list_row(row: Fields, lines: Sequence[Fields], state: EntryState) -> DiaryListRow:
    return DiaryListRow(
        row["id"],
        stored_day(row["on"]),
        first_words(lines),
        state,
        ENTRY_STATE[state],
        row["urgency"] or "note",
        len(lines),
        sum(one["ticked_ms"] is None for one in lines),
    )


def _line_row(
    line: Fields,
    refs: Mapping[str, HouseholdRef],
    others: tuple[Alternate, ...],
    is_merged: bool,
    is_closed: bool,
) -> LineRow:
    mentioned = refs_of(read_texts(line["households"]), refs)
    return LineRow(
        line["id"],
        line["text"] or "",
        parts_of(line["text"] or "", mentioned),
        mentioned,
        line["ticked_ms"] is not None,
        line["ticked_ms"],
        line["visit_id"] or "",
        others,
        is_merged,
        bool(line["is_sealed"]),
        is_closed,
    )


def _closed(lines: Sequence[Fields], opened: frozenset[str]) -> set[str]:
    return {line["id"] for line in lines if line["is_sealed"]} - opened


def _page(
    reader: Reader,
    row: Fields,
    lines: list[LineRow],
    refs: Mapping[str, HouseholdRef],
    reviews: tuple[ReviewRow, ...],
) -> DiaryPage:
    state = entry_states(reader.connection, [row])[row["id"]]
    categories = read_texts(row["categories"])
    is_mine = row["author"] == reader.author.person
    is_draft = row["scope"] == LOCAL_SCOPE
    return DiaryPage(
        row["id"],
        row["author"],
        names(reader.connection).get(row["author"]) or str(row["author"]),
        grid_names(reader.connection).get(row["grid"] or "", ""),
        stored_day(row["on"]),
        row["weather"] or "",
        categories,
        tuple(CATEGORY.get(code, code) for code in categories),
        row["mood"] or "",
        MOOD.get(row["mood"] or "", ""),
        row["urgency"] or "note",
        URGENCY.get(row["urgency"] or "note", ""),
        tuple(lines),
        reviews,
        tuple(refs.values()),
        state,
        ENTRY_STATE[state],
        (row["extra"] or {}).get("saved_ms"),
        row["submitted_ms"],
        is_mine,
        is_draft,
        is_mine and not is_draft and not reviews and not row["archived"],
    )
