"""What the secretary writes under a diary entry; it works offline, like everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.diary_words import REVIEW
from fieldapp.domain.revisions import seen_lines
from fieldapp.domain.words import offered
from fieldapp.errors import Refused
from fieldapp.store import scopes
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value
from sync.values import read_texts

WORDS_NEEDED = frozenset({"instruction", "to_issue"})
"""Kinds of review that say nothing without words."""


@dataclass(frozen=True, slots=True)
class ReviewEntry(Command[str]):
    """Read an entry (`acknowledged`), or write under it. Gives the review's id.

    `due_ms` is until when an instruction is to be done. It is for the author of the page, or for
    `for_person`, a colleague in whose own diary it is put as well, or for `for_words` (供热站).
    """

    entry: str
    kind: str
    text: str = ""
    due_ms: int | None = None
    for_person: str = ""
    for_words: str = ""


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
    entry = unit.read("diary_entry", command.entry) or {}
    for_person = "" if command.for_person == entry["author"] else command.for_person
    if (for_person or command.for_words) and command.kind != "instruction":
        raise Refused("not-for-others", "只有批示能写给别人。", field="for", is_input=True)
    fields: dict[str, Value] = {
        "entry_id": command.entry,
        "kind": command.kind,
        "text": text or None,
        "for_person": for_person or None,
        "for_words": None if for_person else command.for_words.strip() or None,
        "due_ms": command.due_ms,
        "at_ms": unit.now_ms,
        "seen_lines": seen_lines(_texts(unit, command.entry)),
        "author": unit.author.person,
    }
    if not for_person:
        return unit.create("review", scope, fields)
    unit.begin_act()
    review = unit.create("review", scope, fields)
    _hand_on(unit, review, fields, entry)
    return review


@handles(UndoReview)
def undo_review(unit: Unit, command: UndoReview) -> None:
    """Archive a review of one's own, and a colleague's copy with it.

    Raises `Refused` for another's, and where her copy is not on this device: it would stay.
    """
    review = unit.read("review", command.review)
    if review is None or review.get("archived"):
        raise Refused("row-unknown", "找不到这条批示。先同步一次再看。", is_input=True)
    if review["author"] != unit.author.person:
        raise Refused("not-author", "这条不是你批的，只有批的人能撤。")
    handed = _handed_on(unit, command.review)
    if review.get("for_person") and not handed:
        raise Refused(
            "copy-not-here", "给同事的那一份不在这台上，没有撤。先同步一次再撤，或者当面跟她说。"
        )
    if handed:
        unit.begin_act()
    unit.archive("review", command.review, command.reason)
    for one in handed:
        unit.archive("instruction", one, command.reason)


def _hand_on(
    unit: Unit, review: str, fields: Mapping[str, Value], entry: Mapping[str, Value]
) -> None:
    """Put it into the diary of whom it is for: of the page only the day and the open doors."""
    scope = f"diary:{fields['for_person']}"
    if scopes.stand(unit.connection, scope) is None:
        raise Refused(
            "not-reachable", "这台上没有这个人的日记，用几个字写给谁。", field="for", is_input=True
        )
    handed = {
        "review_id": review,
        "entry_id": fields["entry_id"],
        "written_by": entry["author"],
        "on": entry.get("on"),
        "households": _open_households(unit, str(fields["entry_id"])) or None,
    }
    kept = {name: fields[name] for name in ("text", "due_ms", "at_ms", "author")}
    unit.create("instruction", scope, {**handed, **kept})


def _handed_on(unit: Unit, review: str) -> list[str]:
    table = TABLES["instruction"]
    query = select(table.c.id).where(table.c.review_id == review, table.c.archived.is_not(True))
    return list(unit.connection.execute(query).scalars())


def _open_households(unit: Unit, entry: str) -> list[Value]:
    table = TABLES["diary_line"]
    query = (
        select(table.c.households)
        .where(table.c.entry_id == entry, table.c.archived.is_not(True))
        .where(table.c.is_sealed.is_not(True))
        .order_by(table.c.sort_no, table.c.id)
    )
    rows = unit.connection.execute(query).scalars()
    return list(dict.fromkeys(one for row in rows for one in read_texts(row)))


def _texts(unit: Unit, entry: str) -> dict[str, str]:
    table = TABLES["diary_line"]
    query = select(table.c.id, table.c.text).where(
        table.c.entry_id == entry, table.c.archived.is_not(True)
    )
    return {found.id: found.text or "" for found in unit.connection.execute(query)}
