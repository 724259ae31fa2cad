"""What the secretary writes under a diary entry; it works offline, like everything else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.diary_words import REVIEW
from fieldapp.domain.revisions import seen_lines
from fieldapp.domain.words import offered
from fieldapp.errors import Refused
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value

WORDS_NEEDED = frozenset({"instruction", "to_issue"})
"""Kinds of review that say nothing without words."""


@dataclass(frozen=True, slots=True)
class ReviewEntry(Command[str]):
    """Read an entry (`acknowledged`), or write under it. Gives the review's id.

    `due_ms` is until when an instruction is to be done.
    """

    entry: str
    kind: str
    text: str = ""
    due_ms: int | None = None


@dataclass(frozen=True, slots=True)
class UndoReview(Command[None]):
    """Take one's own review back: it stays in history only."""

    review: str
    reason: str = "点错了"


@handles(ReviewEntry)
def review_entry(unit: Unit, command: ReviewEntry) -> str:
    """Append a review, and what the entry said when it was written."""
    scope = unit.scope_of("diary_entry", command.entry)
    if scope == LOCAL_SCOPE:
        raise Refused("not-handed-in", "这一篇还是草稿，没有交。")
    if command.kind not in REVIEW:
        raise Refused(
            "bad-choice",
            f"可以选：{'、'.join(REVIEW.values())}。",
            field="kind",
            is_input=True,
            candidates=offered(REVIEW),
        )
    text = command.text.strip()
    if command.kind in WORDS_NEEDED and not text:
        raise Refused("text-missing", "写一句怎么办，再批。", field="text", is_input=True)
    fields: dict[str, Value] = {
        "entry_id": command.entry,
        "kind": command.kind,
        "text": text or None,
        "due_ms": command.due_ms,
        "at_ms": unit.now_ms,
        "seen_lines": seen_lines(_texts(unit, command.entry)),
        "author": unit.author.person,
    }
    return unit.create("review", scope, fields)


@handles(UndoReview)
def undo_review(unit: Unit, command: UndoReview) -> None:
    """Archive a review of one's own. Raises `Refused` for another's."""
    review = unit.read("review", command.review)
    if review is None or review.get("archived"):
        raise Refused("row-unknown", "找不到这条批示。先同步一次再看。", is_input=True)
    if review["author"] != unit.author.person:
        raise Refused("not-author", "这条不是你批的，只有批的人能撤。")
    unit.archive("review", command.review, command.reason)


def _texts(unit: Unit, entry: str) -> dict[str, str]:
    table = TABLES["diary_line"]
    query = select(table.c.id, table.c.text).where(
        table.c.entry_id == entry, table.c.archived.is_not(True)
    )
    return {found.id: found.text or "" for found in unit.connection.execute(query)}
