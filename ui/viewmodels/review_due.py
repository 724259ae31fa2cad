"""Until when the secretary can ask for something, in the words of the day."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.domain.days import day_of, start_of

HOUR_MS = 3_600_000
DUES: tuple[tuple[str, int, int], ...] = (
    ("不定时间", 0, 0),
    ("今天 18:00 前", 0, 18),
    ("明天 12:00 前", 1, 12),
    ("三天以内", 3, 18),
    ("一周以内", 7, 18),
)
"""Word, days from today, hour."""


def due_ms(index: int, now_ms: int) -> int | None:
    """Give the moment a choice stands for; None where no time was set."""
    _, days, hour = DUES[index]
    if not hour:
        return None
    return start_of(day_of(now_ms) + timedelta(days=days)) + hour * HOUR_MS
