"""Moments in the words of a row: 今天 07:41, 昨天 20:14, 11月13日; lengths of time."""

from __future__ import annotations

from fieldapp.domain.days import day_of, moment
from fieldapp.domain.reasons import day_text

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000


def clock_text(at_ms: int) -> str:
    """Give the time of day: 07:41."""
    return f"{moment(at_ms):%H:%M}"


def when_text(at_ms: int, now_ms: int) -> str:
    """Say when: with the time for today and yesterday, with the year for another year."""
    day, today = day_of(at_ms), day_of(now_ms)
    match (today - day).days:
        case 0:
            return f"今天 {clock_text(at_ms)}"
        case 1:
            return f"昨天 {clock_text(at_ms)}"
        case _ if day.year == today.year:
            return day_text(day)
        case _:
            return f"{day.year}年{day_text(day)}"


def length_text(ms: int) -> str:
    """Say how long, in the largest unit that tells it: 18 秒, 3 分, 2 小时, 3 天."""
    length = abs(ms)
    if length >= 2 * DAY_MS - HOUR_MS:
        return f"{round(length / DAY_MS)} 天"
    if length >= HOUR_MS:
        return f"{round(length / HOUR_MS)} 小时"
    if length >= MINUTE_MS:
        return f"{round(length / MINUTE_MS)} 分"
    return f"{round(length / 1000)} 秒" if length >= 1000 else "不到 1 秒"
