"""The program on a machine whose clock is wrong: `python -m tests.journeys.wrong_clock DAYS …`."""

from __future__ import annotations

import sys
import time

DAY_S = 86_400

if __name__ == "__main__":
    off_s = int(sys.argv[1]) * DAY_S
    right_ns, right = time.time_ns, time.time
    time.time_ns = lambda: right_ns() + off_s * 1_000_000_000
    time.time = lambda: right() + off_s
    from ui.__main__ import main

    sys.exit(main(sys.argv[2:]))
