"""Doors of a building that is drawn up by hand: their floors, their numbers, their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldapp.domain.address import NO_UNIT, building_label, door_display, floor_sort

MOST_FLOORS, MOST_UNITS, MOST_PER_FLOOR = 120, 40, 60


@dataclass(frozen=True, slots=True)
class PlannedDoor:
    """One door of a building that is drawn up: unit label, floor label, number on it."""

    unit: str
    floor: str
    room: str


def floor_labels(
    above: int, below: int = 0, skipped: Sequence[str] = (), extra: Sequence[str] = ()
) -> tuple[str, ...]:
    """List a building's floors from the lowest up: B2, B1, 1, 2 … without the skipped ones."""
    labels = [f"B{number}" for number in range(below, 0, -1)]
    labels += [str(number) for number in range(1, above + 1)]
    kept = [label for label in labels if label not in skipped]
    kept += [label for label in dict.fromkeys(extra) if label not in kept]
    return tuple(sorted(kept, key=floor_sort))


def room_label(floor: str, door: int) -> str:
    """Give the number on a door: floor and two digits, with a dash below ground (B1-01)."""
    dash = "-" if floor.startswith("B") else ""
    return f"{floor}{dash}{door:02d}"


def plan_doors(
    units: Sequence[str], floors: Sequence[str], per_floor: int
) -> Iterator[PlannedDoor]:
    """Draw up the doors: unit by unit, from the lowest floor up, `per_floor` on each."""
    for unit in units:
        for floor in floors:
            for number in range(1, per_floor + 1):
                yield PlannedDoor(unit, floor, room_label(floor, number))


@lru_cache(maxsize=1 << 14)
def natural_key(label: str) -> tuple[tuple[int, int, str], ...]:
    """Order labels as people read them: 2栋 before 10栋, numbers before words."""
    parts = re.findall(r"[0-9]+|[^0-9]+", label)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def building_title(label: str) -> str:
    """Name a building as people say it: a bare number is 4栋, other words stay as painted."""
    return f"{label}栋" if label.isdigit() else label


@lru_cache(maxsize=1 << 14)
def door_in_building(unit: str, room: str, *, is_on_street: bool = False) -> str:
    """Name a door within its building: "3-502", "1101" where there are no units, "12号"."""
    if is_on_street:
        return room if re.search(r"[^0-9]", room) else f"{room}号"
    return door_display("", unit or NO_UNIT, room)


@lru_cache(maxsize=1 << 14)
def door_in_compound(label: str, unit: str, room: str, *, is_on_street: bool = False) -> str:
    """Name a door within its compound: "乙1-3-502", "4-1101", "北沿街12号"."""
    if is_on_street:
        return label + door_in_building(unit, room, is_on_street=True)
    return door_display(building_label(label), unit or NO_UNIT, room)
