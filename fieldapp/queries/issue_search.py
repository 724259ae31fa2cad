"""Issues found by the words of their title, open ones first, as rows of a search."""

from __future__ import annotations

from sqlalchemy import select

from fieldapp.domain.issue_turns import Turn
from fieldapp.queries.issues import read_issues
from fieldapp.queries.search_rows import SearchRow
from fieldapp.store.issue_steps import is_standing
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Reader

_SHORTEST = 2
"""One character fits too much to tell anything."""


def issue_rows(reader: Reader, text: str, limit: int) -> tuple[SearchRow, ...]:
    """Find issues whose title holds these words; the mark is in the title."""
    table = TABLES["issue"]
    if len(text) < _SHORTEST:
        return ()
    holds = table.c.title.contains(text, autoescape=True)
    newest = select(table.c.id).where(holds, is_standing())
    ids = reader.connection.execute(newest.order_by(table.c.raised_ms.desc()).limit(limit))
    rows = read_issues(reader, table.c.id.in_(list(ids.scalars())))
    rows.sort(key=lambda row: (row.turn == Turn.done, -row.raised_ms, row.id))
    return tuple(
        SearchRow(
            "issue",
            row.id,
            row.title,
            "，".join(part for part in (row.state_word, row.place) if part),
            marks=((max(row.title.lower().find(text.lower()), 0), len(text)),),
            household=row.household,
        )
        for row in rows
    )
