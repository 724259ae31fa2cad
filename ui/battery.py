"""The battery: how full it is and whether it is being charged, as the system tells it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
LOW_PERCENT = 20
"""Below this, and not charging, nothing is done that nobody asked for."""
_UNKNOWN = 255
"""What Windows says of a machine that has no battery, or does not know."""


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery as it stands."""

    percent: int
    is_charging: bool

    @property
    def is_low(self) -> bool:
        """Whether what is left is to be spared."""
        return self.percent < LOW_PERCENT and not self.is_charging


def read_battery(supplies: Path = SUPPLIES) -> Battery | None:
    """Read the fullest battery of this machine; None where there is none or nobody tells."""
    if sys.platform == "win32":
        return _of_windows()
    found = [battery for folder in _folders(supplies) if (battery := _of_folder(folder))]
    return max(found, key=lambda one: one.percent, default=None)


def _folders(supplies: Path) -> list[Path]:
    try:
        return sorted(supplies.iterdir())
    except OSError:
        return []


def _of_folder(folder: Path) -> Battery | None:
    # A mouse or a pen has a battery too: theirs is of the scope "Device".
    if _word(folder / "type") != "Battery" or _word(folder / "scope") == "Device":
        return None
    percent = _word(folder / "capacity")
    if not percent.isdigit():
        return None
    return Battery(int(percent), _word(folder / "status") != "Discharging")


def _word(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace").strip()
    except OSError:
        return ""


def _of_windows() -> Battery | None:
    import ctypes

    status = (ctypes.c_ubyte * 12)()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # Windows alone
    if not kernel.GetSystemPowerStatus(ctypes.byref(status)):
        return None
    is_plugged, percent = status[0] == 1, status[2]
    return None if percent == _UNKNOWN else Battery(int(percent), is_plugged)
