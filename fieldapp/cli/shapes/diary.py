"""The documents of the diary, of reviews and of the search."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document
from fieldapp.queries.diary import DiaryListRow, DiaryPage, NewReviewRow
from fieldapp.queries.reviews import QueueRow
from fieldapp.queries.search import SearchResult


class DraftSaved(Document, frozen=True, kw_only=True):
    """A draft on this device: the entry and its lines in their order."""

    id: str
    lines: tuple[str, ...]


class DiaryList(Document, frozen=True, kw_only=True):
    """Entries, the newest day first."""

    count: int
    rows: tuple[DiaryListRow, ...]


class DiaryShown(Document, frozen=True, kw_only=True):
    """One entry with its lines, ticks, reviews and replies."""

    entry: DiaryPage


class WaitingReviews(Document, frozen=True, kw_only=True):
    """批示 that wait for an answer, the newest first."""

    count: int
    rows: tuple[NewReviewRow, ...]


class ReviewList(Document, frozen=True, kw_only=True):
    """What the secretary has to read, the urgent first."""

    count: int
    unread: int
    rows: tuple[QueueRow, ...]


class Found(Document, frozen=True, kw_only=True):
    """What a search found."""

    found: SearchResult
