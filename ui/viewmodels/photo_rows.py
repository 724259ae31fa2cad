"""Photographs as they are drawn: a tile each, with how far it got in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fieldapp.domain.photos import count_text
from fieldapp.queries.photos import PhotoRow, PhotoState
from ui import text

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic"})
"""Endings that are listed; .heic too, so that one is told what to do with it."""


@dataclass(frozen=True, slots=True)
class PhotoTile:
    """One photograph. `source` is "" until it is opened; without its bytes it must be fetched."""

    key: str
    source: str
    word: str
    shape: str
    spoken: str
    is_mine: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class PhotoStripState:
    """What a row of photographs says besides its tiles, and what lies open over the page."""

    count_text: str = ""
    folder: str = ""
    is_choosing: bool = False
    is_busy: bool = False
    shown: str = ""
    shown_source: str = ""
    shown_text: str = ""
    can_undo: bool = False
    problem: str = ""


def tiles_of(
    rows: Iterable[PhotoRow], source_of: Callable[[PhotoRow], str], now_ms: int
) -> list[PhotoTile]:
    """Draw photographs, each with the address where QML finds it."""
    return [_tile(row, source_of(row), number, now_ms) for number, row in enumerate(rows, start=1)]


def count_of(rows: Sequence[PhotoRow]) -> str:
    """Say how many of one record's photographs got there: 照片 3/5."""
    received = sum(row.state is PhotoState.delivered for row in rows)
    return count_text(received, len(rows))


def about(row: PhotoRow, now_ms: int) -> str:
    """Say who added a photograph, when, and how far it got."""
    who = "" if row.is_mine else row.author_name
    return "，".join(part for part in (text.when_text(row.at_ms, now_ms), who, row.state) if part)


def _tile(row: PhotoRow, source: str, number: int, now_ms: int) -> PhotoTile:
    can_come = not row.is_here and row.state is PhotoState.delivered
    word = "点一下取" if can_come else str(row.state)
    shape = "delivered" if row.state is PhotoState.delivered else "stored"
    spoken = f"第 {number} 张照片，{about(row, now_ms)}"
    return PhotoTile(row.id, source, word, shape, spoken, row.is_mine, row.is_here)
