"""Wrong PINs so far, and how long to wait before the next: kept beside the keys, never erasing.

A try is counted before it is judged, so that ending the program does not buy another one.
The wait is measured by the boot clock, which nobody can set. When that runs behind what was noted
the machine was started anew, and the longer of the time since then and the time by the wall clock
counts: a clock set back makes no wait longer than it was, one set forward costs a start per try.
Boot ids are not asked, since some machines make them from the wall clock.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from fieldapp.errors import Refused
from fieldapp.store.files import remove, write_whole
from sync.protocol import DeviceTime

_WAITS_S = (0, 0, 0, 0, 30, 60, 120, 300, 900)
_AFTER_DAMAGE = 5


class _Tally(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    failures: int
    wall_ms: int
    boot_ms: int


class PinRefused(Refused):
    """A PIN that was wrong (pin-wrong) or came too early (pin-wait); `retry_after_s` may be 0."""

    def __init__(self, code: str, sentence: str, retry_after_s: int) -> None:
        super().__init__(code, sentence, field="pin", is_input=code == "pin-wrong")
        self.retry_after_s = retry_after_s


def wait_s(path: Path, now: DeviceTime) -> int:
    """Seconds until the next PIN may be tried, rounded up; 0 when it may be tried now."""
    tally = _read(path, now)
    left_ms = 0 if tally is None else _wait_ms(tally.failures) - _elapsed_ms(tally, now)
    return max(0, -(-left_ms // 1000))


def count(path: Path, now: DeviceTime) -> int:
    """Count one more try as if it were wrong; give the seconds to wait after it.

    Raises PinRefused pin-wait when it comes too early, and then counts nothing.
    """
    left_s = wait_s(path, now)
    if left_s:
        raise PinRefused(
            "pin-wait",
            f"还要等 {_spoken(left_s)}再试 PIN。忘了可以用恢复码，没写完的字还在。",
            left_s,
        )
    tally = _read(path, now)
    failures = 1 if tally is None else tally.failures + 1
    _write(path, failures, now)
    return _wait_ms(failures) // 1000


def clear(path: Path) -> None:
    """Forget all wrong tries."""
    if path.exists():
        remove(path)


def wrong_pin(retry_after_s: int) -> PinRefused:
    """Say that a PIN was wrong and when the next may be tried."""
    again = f"{_spoken(retry_after_s)}后再试" if retry_after_s else "再试一次"
    sentence = f"PIN 不对，{again}。忘了可以用恢复码，没写完的字还在。"
    return PinRefused("pin-wrong", sentence, retry_after_s)


def _wait_ms(failures: int) -> int:
    return 1000 * _WAITS_S[min(failures, len(_WAITS_S)) - 1]


def _elapsed_ms(tally: _Tally, now: DeviceTime) -> int:
    by_boot_clock = now.boot_ms - tally.boot_ms
    return by_boot_clock if by_boot_clock >= 0 else max(now.boot_ms, now.wall_ms - tally.wall_ms)


def _read(path: Path, now: DeviceTime) -> _Tally | None:
    try:
        tally = msgspec.json.decode(path.read_bytes(), type=_Tally)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return _write(path, _AFTER_DAMAGE, now)
    return tally if tally.failures > 0 else _write(path, _AFTER_DAMAGE, now)


def _write(path: Path, failures: int, now: DeviceTime) -> _Tally:
    tally = _Tally(failures, now.wall_ms, now.boot_ms)
    write_whole(path, msgspec.json.encode(tally))
    return tally


def _spoken(seconds: int) -> str:
    return f"{seconds} 秒" if seconds <= 60 else f"{-(-seconds // 60)} 分钟"
