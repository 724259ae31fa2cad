"""Lines of the diary away from their pages: without a tick, or naming a household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, func, select, type_coerce

from fieldapp.domain.days import day_of, stored_day
from fieldapp.queries.mentions import HouseholdRef, TextPart, household_refs, parts_of
from fieldapp.queries.sealed import SEALED, covered, open_ones
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_texts

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UntickedRow:
    """A line away from its page."""

    line: str
    entry: str
    on: date
    text: str
    parts: tuple[TextPart, ...]
    households: tuple[HouseholdRef, ...]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class UntickedQuery(Query[tuple[UntickedRow, ...]]):
    """Ask for one's own lines of the last `days` days before today that have no tick."""

    days: int = 7


@dataclass(frozen=True, slots=True)
class HouseholdLinesQuery(Query[tuple[UntickedRow, ...]]):
    """Ask for the newest lines that name a household, ticked ones too."""

    household: str
    limit: int = 5


@answers(UntickedQuery)
def unticked(reader: Reader, query: UntickedQuery) -> tuple[UntickedRow, ...]:
    """List open lines of earlier days, newest day first, in the order of the page."""
    today = day_of(reader.now_ms)
    entry = TABLES["diary_entry"]
    since = (today - timedelta(days=query.days)).isoformat()
    where = (
        (entry.c.author == reader.author.person)
        & (entry.c.on < today.isoformat())
        & (entry.c.on >= since)
        & (entry.c.scope != LOCAL_SCOPE)
    )
    rows = _lines_where(reader, _line_query().where(where))
    return tuple(row for row in rows if not row.is_ticked)


@answers(HouseholdLinesQuery)
def household_lines(reader: Reader, query: HouseholdLinesQuery) -> tuple[UntickedRow, ...]:
    """List lines by what they mention; one's own drafts too."""
    line = TABLES["diary_line"]
    written = type_coerce(line.c.households, Text)
    names_it = written.contains(f'"{query.household}"', autoescape=True)
    return _lines_where(reader, _line_query().where(names_it).limit(query.limit))


def lines_of(connection: Connection, entries: Sequence[str]) -> dict[str, list[Fields]]:
    """Read the lines of entries in their order, each with `ticked_ms` (None without a tick)."""
    table = TABLES["diary_line"]
    found: dict[str, list[Fields]] = {}
    for start in range(0, len(entries), 500):
        chunk = list(entries[start : start + 500])
        query = (
            select(table, _ticked_ms(table))
            .where(table.c.entry_id.in_(chunk), table.c.archived.is_not(True))
            .order_by(table.c.sort_no, table.c.id)
        )
        for row in connection.execute(query).mappings():
            found.setdefault(row["entry_id"], []).append(dict(row))
    return found


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another text of a line. `is_open`: nobody has chosen yet; else both are kept on purpose."""

    conflict: str
    text: str
    is_open: bool


def alternates(connection: Connection, lines: Sequence[str]) -> dict[str, tuple[Alternate, ...]]:
    """Give the other texts of lines that were written differently at one place."""
    table = TABLES["conflict"]
    query = select(table.c.id, table.c.on_row, table.c.other, table.c.state).where(
        table.c.on_row.in_(lines), table.c.on_field == "text", table.c.state.in_(("open", "both"))
    )
    found: dict[str, tuple[Alternate, ...]] = {}
    for row in connection.execute(query.order_by(table.c.id)):
        text = str((row.other or {}).get("value") or "")
        other = Alternate(row.id, text, row.state == "open")
        found[row.on_row] = (*found.get(row.on_row, ()), other)
    return found


def first_words(lines: Sequence[Fields]) -> str:
    """Give the first open line with words, without the marks of its mentions."""
    said = (str(one["text"]).replace("@", "") for one in open_ones(lines) if one["text"])
    return next(said, SEALED if any(one["is_sealed"] for one in lines) else "")


def _ticked_ms(line: Any) -> ColumnElement[int | None]:
    tick = TABLES["tick"]
    query = select(func.max(tick.c.done_ms)).where(
        tick.c.line_id == line.c.id, tick.c.archived.is_not(True)
    )
    return query.scalar_subquery().label("ticked_ms")


def _line_query() -> Select[Any]:
    line, entry = TABLES["diary_line"], TABLES["diary_entry"]
    return (
        select(line, entry.c.on, _ticked_ms(line))
        .join(entry, entry.c.id == line.c.entry_id)
        .where(line.c.archived.is_not(True), entry.c.archived.is_not(True))
        .order_by(entry.c.on.desc(), entry.c.id, line.c.sort_no, line.c.id)
    )


def _lines_where(reader: Reader, query: Select[Any]) -> tuple[UntickedRow, ...]:
    lines = [covered(row) for row in reader.connection.execute(query).mappings()]
    refs = household_refs(reader, named(lines))
    return tuple(
        UntickedRow(
            one["id"],
            one["entry_id"],
            stored_day(one["on"]),
            one["text"] or "",
            parts_of(one["text"] or "", refs_of(read_texts(one["households"]), refs)),
            refs_of(read_texts(one["households"]), refs),
            one["ticked_ms"] is not None,
        )
        for one in lines
    )


def named(lines: Iterable[Fields]) -> list[str]:
    return list(dict.fromkeys(id_ for one in lines for id_ in read_texts(one["households"])))


def refs_of(ids: Iterable[str], refs: Mapping[str, HouseholdRef]) -> tuple[HouseholdRef, ...]:
    return tuple(refs[id_] for id_ in ids if id_ in refs)
