"""What time it is, asked of one object, so that tests and the demo can say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sync.protocol import DeviceTime


class Clock(Protocol):
    """Both clocks of a device: the wall, and one that counts sleep since boot."""

    def read(self) -> DeviceTime:
        """Read wall milliseconds, boot milliseconds and the id of this boot."""
        ...


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until `advance`."""

    wall_ms: int
    boot_ms: int = 0
    boot_id: str = "fixed"

    def read(self) -> DeviceTime:
        """Read the time that was set."""
        return DeviceTime(wall_ms=self.wall_ms, boot_ms=self.boot_ms, boot_id=self.boot_id)

    def advance(self, ms: int) -> None:
        """Let both clocks run on by `ms`."""
        self.wall_ms += ms
        self.boot_ms += ms
