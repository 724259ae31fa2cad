"""The document of a month's page."""

from __future__ import annotations

from datetime import date

from fieldapp.cli.shapes.base import Document
from fieldapp.queries.month_page import MonthCampaign, MonthPromise


class MonthCounts(Document, frozen=True, kw_only=True):
    """The figures of a month as counts; `coverage` gives the households behind them."""

    due: int
    knocked: int
    met: int
    phoned: int
    contacted: int
    left: int
    no_answer: int
    refused: int
    other: int
    not_yet: int


class MonthShown(Document, frozen=True, kw_only=True):
    """A month on one page; `file` is the PDF that was written, or null. No name stands in it."""

    month: str
    until: date
    place: str
    grids: int
    figures: MonthCounts
    campaigns: tuple[MonthCampaign, ...]
    promises_made: int
    promises_kept: tuple[MonthPromise, ...]
    promises_open: tuple[MonthPromise, ...]
    diary_entries: int
    heard: tuple[tuple[str, int], ...]
    said: tuple[str, ...]
    file: str | None = None
