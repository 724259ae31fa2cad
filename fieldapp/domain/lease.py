"""How long the community has not been heard, by two clocks of which either may be wrong.

Thirty days close the records on a device until it hears the community again (ADR 0006). While a
device runs or sleeps its boot clock says how much time passes; over a restart there is only the
wall clock. What that alone says in one leap has to be said again a day later before anything is
closed, and is forgotten when the clock is set back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sync.protocol import DeviceTime

DAY_MS: Final = 86_400_000
LEASE_DAYS: Final = 30
DOUBTED_DAYS: Final = 400
"""Days so many, in one leap of the wall clock, that the clock is wrong."""
CLOSED: Final = "30 天没联系上社区，记录先锁上了，一条都没少。"
WAY_BACK: Final = "连上网同步一次，或者用U盘带，联系上就打开。"
_LEAP_DAYS: Final = 7
_AGAIN_MS: Final = DAY_MS


@dataclass(frozen=True, slots=True)
class Lease:
    """What was read last. `heard_ms`: the contact it counts from, by the server's clock.

    `passed_ms` have passed since; `leap_ms` of them were seen by nobody but the wall clock.
    `said_ms` is what had passed when it first came to thirty days.
    """

    heard_ms: int
    passed_ms: int
    leap_ms: int
    said_ms: int | None
    wall_ms: int
    boot_ms: int
    boot_id: str

    @property
    def is_over(self) -> bool:
        """Whether the records are closed."""
        if self.said_ms is None:
            return False
        return not self.leap_ms or self.passed_ms - self.said_ms >= _AGAIN_MS

    @property
    def passed_days(self) -> int:
        """Whole days since the contact."""
        return self.passed_ms // DAY_MS

    @property
    def days_left(self) -> int:
        """Whole days until the records close."""
        return max(0, LEASE_DAYS - self.passed_days)


def begin(heard_ms: int, ago_ms: int, now: DeviceTime) -> Lease:
    """Count from a contact that was `ago_ms` ago by the wall clock."""
    believed = ago_ms if 0 <= ago_ms <= DOUBTED_DAYS * DAY_MS else 0
    leap = believed if believed > _LEAP_DAYS * DAY_MS else 0
    lease = Lease(heard_ms, believed, leap, None, now.wall_ms, now.boot_ms, now.boot_id)
    return _said(lease)


def later(lease: Lease, now: DeviceTime) -> Lease:
    """Count on to now."""
    by_wall = now.wall_ms - lease.wall_ms
    by_boot = _by_boot(lease, now)
    read = replace(lease, wall_ms=now.wall_ms, boot_ms=now.boot_ms, boot_id=now.boot_id)
    if by_wall - (by_boot or 0) < -DAY_MS and lease.leap_ms:
        read = _without_leap(read)
    if by_boot is not None:
        return _said(replace(read, passed_ms=read.passed_ms + by_boot))
    if not 0 <= by_wall <= DOUBTED_DAYS * DAY_MS:
        return read
    leap = by_wall if by_wall > _LEAP_DAYS * DAY_MS else 0
    return _said(replace(read, passed_ms=read.passed_ms + by_wall, leap_ms=read.leap_ms + leap))


def _by_boot(lease: Lease, now: DeviceTime) -> int | None:
    """Give what passed by the clock that cannot be set; None over a restart."""
    if now.boot_id != lease.boot_id:
        return None
    return max(0, now.boot_ms - lease.boot_ms)


def _without_leap(lease: Lease) -> Lease:
    """The clock was set back, so it had leapt ahead: only what was seen to pass counts."""
    return _said(replace(lease, passed_ms=lease.passed_ms - lease.leap_ms, leap_ms=0, said_ms=None))


def _said(lease: Lease) -> Lease:
    if lease.said_ms is not None or lease.passed_ms < LEASE_DAYS * DAY_MS:
        return lease
    return replace(lease, said_ms=lease.passed_ms)
