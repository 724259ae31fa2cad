"""The documents of a grid that changes hands."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document
from fieldapp.queries.handover import HandoverGroup, OpenIssue, OpenPromise, OriginalInHand
from fieldapp.queries.handover_turns import Turn


class HandoverList(Document, frozen=True, kw_only=True):
    """What an earlier worker still held, whose turn it was and is, and what is still open.

    `waiting` own changes have not left this device; `originals` are papers noted to be in hand.
    """

    count: int
    groups: tuple[HandoverGroup, ...]
    turns: tuple[Turn, ...]
    promises: tuple[OpenPromise, ...]
    originals: tuple[OriginalInHand, ...]
    waiting: int
    issues: tuple[OpenIssue, ...]


class HandoverTaken(Document, frozen=True, kw_only=True):
    """So many changes were taken over under `act`; `left` are rows that wait for another."""

    act: str
    taken: int
    left: tuple[str, ...]


class Transferred(Document, frozen=True, kw_only=True):
    """What goes to grid `grid` along with `label`, under act `id`; None where it was only asked.

    `refusal` says why it cannot go now, or "".
    """

    id: str | None
    label: str
    grid: str
    doors: int
    households: int
    people: int
    refusal: str
