"""Where two wrote differently: open ones by household and day, decided ones, what merged itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.errors import Refused
from fieldapp.queries.conflict_cards import ConflictCard, read_cards
from fieldapp.queries.merged import MergedRow, merged_rows
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class ConflictGroup:
    """What two wrote differently at one household (or one record) on one day."""

    place: str
    on: date
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """What is to be chosen, what was chosen lately, and what merged by itself.

    `open` stand in the order of `groups`, which name them.
    """

    open: tuple[ConflictCard, ...]
    groups: tuple[ConflictGroup, ...]
    decided: tuple[ConflictCard, ...]
    merged: tuple[MergedRow, ...]


@dataclass(frozen=True, slots=True)
class ConflictsQuery(Query[ConflictsView]):
    """Ask for all conflicts: open ones grouped by household and day, decided ones newest first."""


@dataclass(frozen=True, slots=True)
class ConflictQuery(Query[ConflictCard]):
    """Ask for one conflict."""

    conflict: str


@answers(ConflictsQuery)
def conflicts(reader: Reader, query: ConflictsQuery) -> ConflictsView:
    """Read them all; those decided longer ago than they are offered to be undone are left out."""
    table = TABLES["conflict"]
    ids = reader.connection.execute(select(table.c.id).order_by(table.c.id)).scalars().all()
    cards = read_cards(reader, ids)
    still_open = sorted((card for card in cards if card.state == "open"), key=_order)
    today = day_of(reader.now_ms)
    decided = [card for card in cards if card.undo_until and card.undo_until >= today]
    return ConflictsView(
        tuple(still_open),
        _groups(still_open),
        tuple(sorted(decided, key=lambda card: (-(card.decided_ms or 0), card.id))),
        merged_rows(reader),
    )


@answers(ConflictQuery)
def conflict(reader: Reader, query: ConflictQuery) -> ConflictCard:
    """Read one. Raises `Refused` when there is none."""
    cards = read_cards(reader, [query.conflict])
    if not cards:
        raise Refused("row-unknown", "没有这一处。先同步一次再看。", is_input=True)
    return cards[0]


def _whose(card: ConflictCard) -> tuple[str, date]:
    return card.household or card.row, card.on


def _order(card: ConflictCard) -> tuple[object, ...]:
    """Newest day first, then by door; one household's stand together."""
    return (-card.on.toordinal(), card.place.partition(" ")[0], *_whose(card)[:1], card.id)


def _groups(cards: Sequence[ConflictCard]) -> tuple[ConflictGroup, ...]:
    groups = []
    for (_, on), members in groupby(cards, key=_whose):
        held = tuple(members)
        groups.append(ConflictGroup(held[0].place, on, tuple(one.id for one in held)))
    return tuple(groups)
