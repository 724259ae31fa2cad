"""What was written under diary entries, with the answers to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.diary_words import REPLY, REVIEW
from fieldapp.domain.revisions import has_changed
from fieldapp.queries.staff import names
from fieldapp.store.schema import TABLES

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """The author's answer to a 批示."""

    id: str
    kind: str
    kind_word: str
    text: str
    at_ms: int
    author: str
    author_name: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review. `is_before_change`: the lines are others now than when it was written.

    `for_name` is whom it is for, "" for the author of the page; `for_person` where she is a
    colleague, in whose own diary it stands as well.
    """

    id: str
    kind: str
    kind_word: str
    text: str
    author: str
    author_name: str
    at_ms: int
    due_ms: int | None
    is_before_change: bool
    replies: tuple[ReplyRow, ...]
    for_person: str = ""
    for_name: str = ""

    @property
    def is_answered(self) -> bool:
        """Tell whether it has been answered, or nothing is to be answered."""
        return bool(self.replies) or self.kind in ("acknowledged", "praise")


def read_reviews(
    connection: Connection, texts: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[ReviewRow, ...]]:
    """Read the reviews of entries, oldest first. `texts` are the lines now, by entry and line."""
    called = names(connection)
    replies: dict[str, list[ReplyRow]] = {}
    for row in (*_rows(connection, "reply", texts), *_handed_back(connection, texts)):
        replies.setdefault(row["review_id"] or "", []).append(_reply(row, called))
    found: dict[str, list[ReviewRow]] = {}
    for row in _rows(connection, "review", texts):
        is_before = has_changed(_seen(row["seen_lines"]), texts[row["entry_id"]])
        review = _review(row, called, is_before, tuple(replies.get(row["id"], ())))
        found.setdefault(row["entry_id"], []).append(review)
    return {entry: tuple(reviews) for entry, reviews in found.items()}


def asked_of(connection: Connection, scope: str) -> tuple[tuple[ReviewRow, Fields], ...]:
    """Read the 批示 on other people's pages that were put into this diary, each with its row."""
    table = TABLES["instruction"]
    query = select(table).where(table.c.scope == scope, table.c.archived.is_not(True))
    asked = [dict(row) for row in connection.execute(query).mappings()]
    called, person = names(connection), scope.removeprefix("diary:")
    answers = _answers(connection, [row["id"] for row in asked])
    return tuple(
        (
            _review(
                {**row, "kind": "instruction", "for_person": person, "for_words": None},
                called,
                False,
                tuple(_reply(one, called) for one in answers if one["instruction_id"] == row["id"]),
            ),
            row,
        )
        for row in asked
    )


def _handed_back(connection: Connection, entries: Iterable[str]) -> list[Fields]:
    """Read what colleagues answered to whom a 批示 on these pages was given."""
    asked = {row["id"]: row for row in _rows(connection, "instruction", entries)}
    return [
        {**row, "review_id": asked[row["instruction_id"]]["review_id"]}
        for row in _answers(connection, asked)
    ]


def _answers(connection: Connection, asked: Iterable[str]) -> list[Fields]:
    table = TABLES["reply"]
    query = select(table).where(
        table.c.instruction_id.in_(list(asked)), table.c.archived.is_not(True)
    )
    found = connection.execute(query.order_by(table.c.at_ms, table.c.id)).mappings()
    return [dict(row) for row in found]


def _seen(value: object) -> Mapping[str, str] | None:
    return value if isinstance(value, dict) else None


def _rows(connection: Connection, kind: str, entries: Iterable[str]) -> list[Fields]:
    table, wanted = TABLES[kind], list(entries)
    rows: list[Fields] = []
    for start in range(0, len(wanted), 500):
        query = select(table).where(
            table.c.entry_id.in_(wanted[start : start + 500]), table.c.archived.is_not(True)
        )
        found = connection.execute(query.order_by(table.c.at_ms, table.c.id)).mappings()
        rows += [dict(row) for row in found]
    return rows


def _review(
    row: Fields, called: Mapping[str, str], is_before: bool, replies: tuple[ReplyRow, ...]
) -> ReviewRow:
    return ReviewRow(
        row["id"],
        row["kind"],
        REVIEW.get(row["kind"], row["kind"]),
        row["text"] or "",
        row["author"],
        called.get(row["author"], row["author"]),
        row["at_ms"] or 0,
        row["due_ms"],
        is_before,
        replies,
        row["for_person"] or "",
        called.get(row["for_person"] or "", row["for_person"]) or row["for_words"] or "",
    )


def _reply(row: Fields, called: Mapping[str, str]) -> ReplyRow:
    return ReplyRow(
        row["id"],
        row["kind"],
        REPLY.get(row["kind"], row["kind"]),
        row["text"] or "",
        row["at_ms"] or 0,
        row["author"],
        called.get(row["author"], row["author"]),
    )
