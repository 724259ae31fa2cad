"""Days of the deployment: always Asia/Shanghai, never the machine's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from sync.values import LAST_MS, read_day

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of every date, month, due day and late mark; China keeps no summer time."""


def day_of(at_ms: int) -> date:
    """Give the Shanghai date of a moment in UTC milliseconds."""
    return moment(at_ms).date()


def moment(at_ms: int) -> datetime:
    """Give the Shanghai time of a moment in UTC milliseconds.

    A record from elsewhere may bear any number: beyond what is counted with lies the first or the
    last day.
    """
    within = min(max(at_ms, 0), LAST_MS)
    return datetime.fromtimestamp(within / 1000, UTC).astimezone(SHANGHAI)


def stored_day(value: object) -> date:
    """Read a day that must be there; one that cannot be read is the first of all."""
    return read_day(value) or day_of(0)


def start_of(day: date) -> int:
    """Give the first millisecond of a Shanghai day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp() * 1000)


def ms_of(when: datetime) -> int:
    """Give UTC milliseconds of an aware time; a time without zone is taken as Shanghai's."""
    aware = when if when.tzinfo else when.replace(tzinfo=SHANGHAI)
    return int(aware.timestamp() * 1000)
