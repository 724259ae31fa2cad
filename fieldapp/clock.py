"""The real clocks of this machine; the boot clock also counts while it sleeps."""

from __future__ import annotations

import sys
import time
from functools import cache
from pathlib import Path

from sync.protocol import DeviceTime


class SystemClock:
    """Wall time, and time since boot with suspend counted (CLOCK_BOOTTIME, GetTickCount64)."""

    def read(self) -> DeviceTime:
        """Read both clocks now."""
        return DeviceTime(
            wall_ms=time.time_ns() // 1_000_000, boot_ms=_boot_ms(), boot_id=_boot_id()
        )


def _boot_ms() -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetTickCount64())
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(clock) // 1_000_000


@cache
def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        # Without a kernel's boot id, the second of booting names the boot well enough.
        return f"boot-{(time.time_ns() // 1_000_000 - _boot_ms()) // 10_000}"
