"""The documents of what sync could not settle alone, and of who is written twice."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document
from fieldapp.queries.conflict_cards import ConflictCard
from fieldapp.queries.conflicts import ConflictGroup
from fieldapp.queries.duplicates import MergedTwin, TwinPair
from fieldapp.queries.merged import MergedRow
from fieldapp.queries.quarantine import QuarantineRow, SettledRow
from fieldapp.queries.round_changes import RoundChange
from fieldapp.queries.rounds import RoundLine


class ConflictList(Document, frozen=True, kw_only=True):
    """What a person has to choose, what was chosen lately, and what merged by itself."""

    count: int
    open: tuple[ConflictCard, ...]
    groups: tuple[ConflictGroup, ...]
    decided: tuple[ConflictCard, ...]
    merged: tuple[MergedRow, ...]


class QuarantineList(Document, frozen=True, kw_only=True):
    """What the community did not take, whole, with the reason, and what it took once corrected."""

    count: int
    rows: tuple[QuarantineRow, ...]
    settled: tuple[SettledRow, ...]


class DuplicateList(Document, frozen=True, kw_only=True):
    """Who may be written twice, side by side, and merges that can be taken back."""

    count: int
    pairs: tuple[TwinPair, ...]
    merged: tuple[MergedTwin, ...]


class RoundList(Document, frozen=True, kw_only=True):
    """Earlier rounds, newest first; broken ones are told with the one that came through."""

    count: int
    rounds: tuple[RoundLine, ...]


class RoundDetail(Document, frozen=True, kw_only=True):
    """What one round brought, and what became of each."""

    count: int
    line: RoundLine
    changes: tuple[RoundChange, ...]
