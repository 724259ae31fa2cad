"""Figures of the face: the first useful screen against a bare Qt Quick window of the same size.

Both start as processes of their own, offscreen in software, and report when they have drawn.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.report import tell

SIZE = (1280, 800)
TIMES = 5


def measure() -> None:
    """Measure and tell the first useful screen."""
    import random

    from bench.sync_figures import PIN, fill, opened, timed_sync, town, transport_of

    with town() as place:
        home = place.home("worker", "王海示例")
        with opened(home) as session:
            line = transport_of(session)
            timed_sync(session, line)
            fill(session, random.Random(7))
        screen, bare = [], []
        for _ in range(TIMES):
            screen.append(_until_drawn("bench.first_screen", str(home.path), PIN))
            bare.append(_until_drawn("bench.bare_window"))
    seconds, floor_s = statistics.median(screen), statistics.median(bare)
    tell(
        "first useful screen",
        seconds=seconds,
        floor_seconds=floor_s,
        ratio=seconds / floor_s,
        goal_ratio=2,
        is_met=seconds / floor_s <= 2,
    )


def _until_drawn(module: str, *arguments: str) -> float:
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **quiet},
        cwd=Path(__file__).parent.parent,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    measure()
