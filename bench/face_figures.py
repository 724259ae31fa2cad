"""Figures of the face: from the start of the program to the PIN, and from the PIN to 今天.

What a person waits for, each started as a process of its own, offscreen in software, timed by the
clock of this process when the line that says so arrives:

first useful screen   start → an enrolled home's lock screen is drawn and takes the PIN's digits;
                      its floor is a bare Qt Quick window of the same size, start → first frame,
                      run in turns with it
pin to today          last digit → 今天 drawn with its rows, the digits 250 ms apart as a person
                      presses them; `argon2_seconds` is what the PIN's key derivation takes of it,
                      which is slow on purpose; `sum_seconds` is this and the first together
start to today        start → 今天 with the PIN pressed in one go, when nothing could be made ready
                      while somebody typed

The home holds a generated grid, its PIN wrapped at the real cost. Every process but the first of
its kind, which is not counted, finds the files in the machine's memory and QML's own cache filled.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.report import tell

SIZE = (1280, 800)
TIMES = 7
PIN_AT_HOME = "274963"
BY_HAND_MS, AT_ONCE_MS = 250, 0

Moments = dict[str, float]


def measure() -> None:
    """Measure and tell the way to the first page."""
    from bench.sync_figures import PIN, fill, opened, timed_sync, town, transport_of
    from fieldapp.store import keys
    from fieldapp.store.os_secret import NoSecrets

    with town() as place:
        home = place.home("worker", "王海示例")
        with opened(home) as session:
            timed_sync(session, transport_of(session))
            fill(session, random.Random(7))
        keys.change_pin(home, PIN, PIN_AT_HOME, os_secrets=NoSecrets())
        argon2 = []
        for _ in range(TIMES):
            start = time.perf_counter()
            keys.unlock(home, PIN_AT_HOME)
            argon2.append(time.perf_counter() - start)
        tell_starts(home.path, PIN_AT_HOME, statistics.median(argon2))


def tell_starts(home: Path, pin: str, argon2_s: float) -> None:
    """Start the window over an enrolled home again and again, and tell the medians."""
    bare: list[Moments] = []
    typed: list[Moments] = []
    at_once: list[Moments] = []
    for number in range(TIMES + 1):
        runs = (
            _moments("bench.bare_window"),
            _moments("bench.first_screen", str(home), pin, str(BY_HAND_MS)),
            _moments("bench.first_screen", str(home), pin, str(AT_ONCE_MS)),
        )
        if number > 0:
            for runs_so_far, run in zip((bare, typed, at_once), runs, strict=True):
                runs_so_far.append(run)
    floor_s = statistics.median(run["drawn"] for run in bare)
    lock_s = statistics.median(run["lock"] for run in [*typed, *at_once])
    today_s = statistics.median(run["today"] - run["pressed"] for run in typed)
    tell(
        "first useful screen",
        seconds=lock_s,
        floor_seconds=floor_s,
        ratio=lock_s / floor_s,
        goal_ratio=2,
        is_met=lock_s / floor_s <= 2,
    )
    tell(
        "pin to today",
        seconds=today_s,
        argon2_seconds=argon2_s,
        sum_seconds=lock_s + today_s,
        sum_ratio=(lock_s + today_s) / floor_s,
    )
    whole_s = statistics.median(run["today"] for run in at_once)
    tell("start to today", seconds=whole_s, ratio=whole_s / floor_s)


def _moments(module: str, *arguments: str) -> Moments:
    """Run a module; give the seconds from its start to each word it says."""
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    start = time.perf_counter()
    moments: Moments = {}
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **quiet},
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            moments.setdefault(line.strip(), time.perf_counter() - start)
    assert child.returncode == 0, module
    return moments


if __name__ == "__main__":
    measure()
