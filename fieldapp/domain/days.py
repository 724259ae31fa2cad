"""Days of the deployment: always Asia/Shanghai, never the machine's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of every date, month, due day and late mark; China keeps no summer time."""

_FIRST_MS, _LAST_MS = 0, 253_402_214_400_000
"""1970, before which nobody knocked, and the last day of the year 9999."""


def day_of(at_ms: int) -> date:
    """Give the Shanghai date of a moment in UTC milliseconds."""
    return moment(at_ms).date()


def moment(at_ms: int) -> datetime:
    """Give the Shanghai time of a moment in UTC milliseconds.

    A record from elsewhere may bear any number: what no calendar reaches is its first or last day.
    """
    within = min(max(at_ms, _FIRST_MS), _LAST_MS)
    return datetime.fromtimestamp(within / 1000, UTC).astimezone(SHANGHAI)


def start_of(day: date) -> int:
    """Give the first millisecond of a Shanghai day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp() * 1000)


def ms_of(when: datetime) -> int:
    """Give UTC milliseconds of an aware time; a time without zone is taken as Shanghai's."""
    aware = when if when.tzinfo else when.replace(tzinfo=SHANGHAI)
    return int(aware.timestamp() * 1000)
