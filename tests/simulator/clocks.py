"""The world's time, and what each device believes it to be."""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol import DeviceTime

NINE = 1_795_136_400_000
"""2026-11-20 09:00 in Asia/Shanghai, in milliseconds."""
YEARS_10 = 10 * 365 * 86_400_000


@dataclass
class WorldTime:
    """True time, which only the server's clock tells."""

    ms: int = NINE

    def __call__(self) -> int:
        return self.ms


@dataclass
class DeviceClock:
    """A wall clock that may be wrong by years, and a boot clock that counts from a boot."""

    time: WorldTime
    name: str
    offset_ms: int = 0
    boot_at_ms: int = NINE - 3_600_000
    boot_no: int = 1

    def read(self) -> DeviceTime:
        """Read both clocks."""
        return DeviceTime(
            wall_ms=max(self.time.ms + self.offset_ms, 0),
            boot_ms=self.time.ms - self.boot_at_ms,
            boot_id=f"{self.name}-{self.boot_no}",
        )

    def reboot(self) -> None:
        """Begin a new boot."""
        self.boot_no += 1
        self.boot_at_ms = self.time.ms
