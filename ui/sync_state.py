"""What the network thread tells the screens: how the line stands, and how far a round has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LineState(StrEnum):
    """How the line to the community stands."""

    UNKNOWN = "unknown"
    RUNNING = "running"
    REACHED = "reached"
    AWAY = "away"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class LoopState:
    """What the network thread has to say. Counts are those of the round under way or the last."""

    line: LineState = LineState.UNKNOWN
    sent: int = 0
    received: int = 0
    snapshot_bytes: int = 0
    trouble: str = ""
    code: str = ""
    rounds: int = 0
