"""Visits and promises of a household or a door, as rows of a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from fieldapp.domain.days import day_of, moment
from fieldapp.domain.reasons import day_text
from fieldapp.domain.words import MODE, OUTCOME
from fieldapp.queries import staff
from fieldapp.queries.checklist import item_labels
from fieldapp.queries.marks import SyncMark, marks_of
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit. `word` is the outcome, or the way in which somebody was reached.

    `same_day` tells that another visit of the same day is kept beside it.
    """

    id: str
    at_ms: int
    day: date
    day_text: str
    time_text: str
    mode: str
    outcome: str
    word: str
    note: str
    author: str
    author_name: str
    is_mine: bool
    is_late_entry: bool
    same_day: bool
    concerns: tuple[str, ...]
    sync: SyncMark


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Something promised at the door."""

    id: str
    text: str
    made_ms: int
    made_text: str
    is_kept: bool
    author_name: str
    sync: SyncMark


@dataclass(frozen=True, slots=True)
class VisitsQuery(Query["tuple[VisitRow, ...]"]):
    """Ask for the visits of a household, newest first."""

    household: str
    limit: int = 200


@answers(VisitsQuery)
def visit_list(reader: Reader, query: VisitsQuery) -> tuple[VisitRow, ...]:
    """List a household's visits."""
    table = TABLES["visit"]
    return read_visits(reader, table.c.household_id == query.household, query.limit)


def read_visits(reader: Reader, where: ColumnElement[bool], limit: int) -> tuple[VisitRow, ...]:
    """Read visits that are not taken back, newest first."""
    table = TABLES["visit"]
    query = select(table).where(where, table.c.archived.is_not(True))
    rows = (
        reader.connection.execute(query.order_by(table.c.at_ms.desc()).limit(limit))
        .mappings()
        .all()
    )
    names = staff.names(reader.connection)
    marks = marks_of(reader.connection, [("visit", row["id"]) for row in rows])
    days = [day_of(row["at_ms"] or 0) for row in rows]
    scope = next((str(row["scope"]) for row in rows if row["items"]), "")
    labels = item_labels(reader.connection, scope) if scope else {}
    return tuple(
        _visit(row, names, labels, marks["visit", row["id"]], reader, days.count(day) > 1)
        for row, day in zip(rows, days, strict=True)
    )


def count_visits(connection: Connection, household: str) -> int:
    """Count a household's visits."""
    table = TABLES["visit"]
    query = select(func.count()).select_from(table)
    return connection.execute(
        query.where(table.c.household_id == household, table.c.archived.is_not(True))
    ).scalar_one()


def read_promises(reader: Reader, household: str) -> tuple[PromiseRow, ...]:
    """Read what was promised and not kept yet, and what was kept today, oldest first."""
    table = TABLES["promise"]
    query = select(table).where(table.c.household_id == household, table.c.archived.is_not(True))
    today = day_of(reader.now_ms)
    rows = [
        row
        for row in reader.connection.execute(query.order_by(table.c.made_ms)).mappings()
        if row["done_ms"] is None or day_of(row["done_ms"]) == today
    ]
    names = staff.names(reader.connection)
    marks = marks_of(reader.connection, [("promise", row["id"]) for row in rows])
    return tuple(
        PromiseRow(
            row["id"],
            row["text"],
            row["made_ms"] or 0,
            f"{day_text(day_of(row['made_ms'] or 0))}答应的",
            row["done_ms"] is not None,
            names.get(row["author"], ""),
            marks["promise", row["id"]],
        )
        for row in rows
    )


def _visit(
    row: Any,
    names: Mapping[str, str],
    labels: Mapping[str, str],
    mark: SyncMark,
    reader: Reader,
    same_day: bool,
) -> VisitRow:
    when, day = moment(row["at_ms"] or 0), day_of(row["at_ms"] or 0)
    mode, outcome = row["mode"] or "door", row["outcome"]
    today = day_of(reader.now_ms)
    return VisitRow(
        row["id"],
        row["at_ms"] or 0,
        day,
        day_text(day) if day.year == today.year else f"{day.year}年{day_text(day)}",
        f"{when:%H:%M}",
        mode,
        outcome,
        _word(outcome, mode),
        row["note"] or "",
        row["author"],
        names.get(row["author"], ""),
        row["author"] == reader.author.person,
        bool(row["is_late_entry"]),
        same_day,
        _concerns(row["items"] or (), labels),
        mark,
    )


def _word(outcome: str, mode: str) -> str:
    """Say in few letters what came of it: 见到, 电话, 电话代述, 来电话."""
    word = OUTCOME.get(outcome, outcome)
    if mode == "door":
        return word
    shorter = {"met": "", "met_other": "" if mode == "relative_reported" else "代述"}
    return MODE.get(mode, mode) + shorter.get(outcome, word)


def _concerns(items: Sequence[Any], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        labels.get(str(one.get("item", "")), str(one.get("item", "")))
        for one in items
        if isinstance(one, dict) and one.get("answer") == "concern"
    )
