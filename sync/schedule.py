"""When to try again: full jitter under a doubling ceiling, and the server's word first."""

from __future__ import annotations

FIRST_S = 5.0
CEILING_S = 900.0
"""Fifteen minutes, the longest wait between two tries."""


def next_wait_s(broken: int, chance: float, retry_after_s: float | None = None) -> float:
    """Give the wait in seconds after `broken` broken rounds in a row; `chance` is in [0, 1).

    A server's Retry-After is never undercut, and never stretched beyond the ceiling by much.
    """
    ceiling = min(CEILING_S, FIRST_S * (1 << min(max(broken - 1, 0), 16)))
    wait = max(1.0, ceiling * chance)
    return wait if retry_after_s is None else max(min(retry_after_s, CEILING_S), wait)
