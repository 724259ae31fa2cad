"""The clocks of this machine: the wall, and one that counts sleep since the boot."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sync.protocol import DeviceTime

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class OsClock:
    """The real `sync.clock.Clock`."""

    def read(self) -> DeviceTime:
        """Read wall milliseconds, boot milliseconds and the id of this boot ("" where unknown)."""
        return DeviceTime(wall_ms=time.time_ns() // 1_000_000, boot_ms=_boot_ms(), boot_id=_boot())


def _boot_ms() -> int:
    if sys.platform == "win32":
        import ctypes

        tick_count = ctypes.windll.kernel32.GetTickCount64
        tick_count.restype = ctypes.c_ulonglong
        return int(tick_count())
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Python's monotonic stops in suspend
    return (time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)) // 1_000_000


def _boot() -> str:
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return ""
