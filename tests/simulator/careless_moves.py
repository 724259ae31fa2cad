"""Guards of rows that are handed to another grid, each in its careless version."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager as Patch
from typing import Any
from unittest.mock import patch

from server.hearing import Hearing
from server.moves import Mover, Outcome
from sync.protocol import Fact, Judged


def half_a_move() -> Patch[Any]:
    """Write a move into the log that the row leaves, and into no other."""
    real = Hearing.record

    def record(
        self: Hearing, read: Any, outcome: Outcome, proven: Mapping[str, Fact] | None = None
    ) -> Judged:
        return real(self, read, Outcome(outcome.home), proven or {})

    return patch.object(Hearing, "record", record)


def nothing_forwarded() -> Patch[Any]:
    """Judge a change where it was offered, though its row has gone."""
    return patch.object(Mover, "destination", lambda self: None)


def bare_move() -> Patch[Any]:
    """Hand over the row alone, and leave behind what hangs on it."""
    return patch("server.moves.hanging_on", lambda rows, root: [root])


def half_comes_back() -> Patch[Any]:
    """Put a leg that is given back into its own log, and let the others be."""
    return patch("server.returns._Back.reaches_further", False)


def leg_judged_where_it_comes() -> Patch[Any]:
    """Append what reached a log from elsewhere as if it were at home there."""
    return patch("server.returns._Back.is_leg", False)
