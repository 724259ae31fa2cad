"""Figures of 装户图: what a frame costs the processor while 3,000 doors scroll, drawn in software.

doors scroll     a fling through the whole grid, 48 px a frame; `frame_*` is the time of the
                 processor that a frame takes, all threads; 16.7 ms of it make 60 frames a second
                 on one core. `python_calls` counts calls into Python while the scene is moved and
                 drawn, which none is to make; the two filters that look at each event of the
                 window, for the lock and for half-composed words, are not counted. `ratio` is to
                 a bare Flickable with as many plain rectangles, before and after.

Offscreen at 1280×800 in software, which is the slowest way there is to draw it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer

from bench.bare_doors import bare_frames_ms
from bench.report import tell
from tests.devices import make_device
from tests.queries.big import fill
from tests.ui.sample import as_session
from ui.pictures import AppDriver
from ui.work import EXAMINE_MS

DOORS, FRAMES, STEP_PX, UNCOUNTED = 3000, 300, 48, 30
GOAL_MS = 1000 / 60
_WAIT_MS = 2_000
SETTLED_MS = EXAMINE_MS + 1_000


def measure() -> None:
    """Measure and tell what scrolling costs."""
    device = make_device(seed=5)
    fill(device, doors=DOORS, residents=DOORS, visits=DOORS)
    with tempfile.TemporaryDirectory() as folder:
        driver = AppDriver(as_session(device, Path(folder)))
        driver.go("doors")
        _wait(SETTLED_MS)  # for what looks after the file once the window is up
        bare_ms = bare_frames_ms(DOORS, FRAMES, STEP_PX)[UNCOUNTED:]
        times_ms, calls = _scrolled(driver)
        bare_ms += bare_frames_ms(DOORS, FRAMES, STEP_PX)[UNCOUNTED:]
        driver.close()
    floor_ms = statistics.median(bare_ms)
    times_ms = sorted(times_ms[UNCOUNTED:])
    median_ms, slow_ms = statistics.median(times_ms), times_ms[len(times_ms) * 95 // 100]
    tell(
        "doors scroll",
        doors=DOORS,
        frames=len(times_ms),
        frame_median_ms=median_ms,
        frame_p95_ms=slow_ms,
        frame_most_ms=times_ms[-1],
        floor_median_ms=floor_ms,
        ratio=median_ms / floor_ms,
        python_calls=calls,
        goal_ms=GOAL_MS,
        is_met=slow_ms <= GOAL_MS and calls == 0,
    )


def _scrolled(driver: AppDriver) -> tuple[list[float], int]:
    """Scroll frame by frame; gives the milliseconds of each, and the calls into Python."""
    doors = driver.find("doorList")
    top = float(doors.property("originY"))
    most = top + float(doors.property("contentHeight")) - doors.height()
    loop, watch = QEventLoop(), QTimer(singleShot=True, interval=_WAIT_MS)
    watch.timeout.connect(loop.quit)
    driver.window.frameSwapped.connect(loop.quit)
    times_ms, calls = [], 0
    for frame in range(FRAMES):
        counted = _Calls()
        start = time.process_time()
        doors.setProperty("contentY", top + (frame * STEP_PX) % (most - top))
        watch.start()
        sys.setprofile(counted)
        loop.exec()
        sys.setprofile(None)
        times_ms.append((time.process_time() - start) * 1000)
        calls += counted.number if frame >= UNCOUNTED else 0
    driver.window.frameSwapped.disconnect(loop.quit)
    return times_ms, calls


class _Calls:
    """Counts calls of Python's own functions but the filters of events and what those need."""

    def __init__(self) -> None:
        self.number = 0
        self._is_filtering = False

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        if frame.f_code.co_name == "eventFilter":
            self._is_filtering = event == "call"
        elif event == "call" and not self._is_filtering and not _names_a_type(frame):
            self.number += 1


def _names_a_type(frame: FrameType) -> bool:
    """Tell whether the type of an event is made for a filter, which PySide does before it."""
    return frame.f_code.co_filename.endswith("enum.py")


def _wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


if __name__ == "__main__":
    measure()
