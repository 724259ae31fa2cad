"""Walking the doors with the arrow keys: the nearest door in the direction pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.viewmodels.door_lines import DoorLine


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a door stands: in which line, how far to the right; and the mark it bears."""

    dwelling: str
    line: int
    x: int
    standing: str


def spots_of(lines: Sequence[DoorLine], gap: int) -> list[Spot]:
    """List the doors of a field in reading order."""
    return [
        Spot(cell.dwelling, at, part.x + place * (part.cell + gap), cell.standing)
        for at, line in enumerate(lines)
        for part in line.parts
        for place, cell in enumerate(part.cells)
    ]


def first_wanted(spots: Sequence[Spot]) -> str:
    """Give the first door that is late, else the first that is due, else the first of all."""
    for standing in ("overdue", "due"):
        found = next((spot.dwelling for spot in spots if spot.standing == standing), None)
        if found is not None:
            return found
    return spots[0].dwelling if spots else ""


def walked(spots: Sequence[Spot], start: str, right: int, down: int) -> str:
    """Give the door one step from `start`, or "" at the edge."""
    here = next((spot for spot in spots if spot.dwelling == start), None)
    if here is None:
        return first_wanted(spots)
    found = _beside(spots, here, right) if right else _above_or_below(spots, here, down)
    return found.dwelling if found else ""


def _beside(spots: Sequence[Spot], here: Spot, right: int) -> Spot | None:
    inline = [spot for spot in spots if spot.line == here.line and (spot.x - here.x) * right > 0]
    return min(inline, key=lambda spot: abs(spot.x - here.x), default=None)


def _above_or_below(spots: Sequence[Spot], here: Spot, down: int) -> Spot | None:
    ahead = [spot for spot in spots if (spot.line - here.line) * down > 0]
    if not ahead:
        return None
    next_line = min(ahead, key=lambda spot: abs(spot.line - here.line)).line
    return min(
        (spot for spot in ahead if spot.line == next_line), key=lambda spot: abs(spot.x - here.x)
    )
