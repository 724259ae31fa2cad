"""Floors, units and doors of a building: their labels, and the order in which one walks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NO_UNIT = "无"
"""A building without units says so; a missing unit would be a question."""
MOST_FLOORS, MOST_DOORS = 120, 60
_BASEMENT = re.compile(r"(?:B|-|负|地下)([0-9]{1,2})", re.IGNORECASE)
_FLOOR = re.compile(r"([0-9]{1,3})(?:\.([0-9]))?(.*)")


def floor_sort(label: str) -> int:
    """Give a floor's height in tenths of a floor: "3" 30, "13A" 135, "1.5夹层" 15, "B1" -10."""
    text = label.strip()
    basement = _BASEMENT.match(text)
    if basement:
        return -10 * int(basement.group(1))
    found = _FLOOR.match(text)
    if found is None:
        return 0
    number, tenth, rest = found.groups()
    half = int(tenth) if tenth else (5 if re.search(r"[A-EG-Za-eg-z夹]", rest) else 0)
    return 10 * int(number) + half


def floor_labels(
    above: int, below: int = 0, skipped: Sequence[str] = (), extra: Sequence[str] = ()
) -> tuple[str, ...]:
    """List a building's floors from the lowest up: B2, B1, 1, 2 … without the skipped ones."""
    labels = [f"B{number}" for number in range(below, 0, -1)]
    labels += [str(number) for number in range(1, above + 1)]
    kept = [label for label in labels if label not in skipped]
    kept += [label for label in extra if label not in kept]
    return tuple(sorted(kept, key=floor_sort))


def room_label(floor: str, door: int) -> str:
    """Give the number painted on a door: floor, then two digits."""
    return f"{floor}{door:02d}"


def natural_key(label: str) -> tuple[tuple[int, int, str], ...]:
    """Order labels as people read them: 2栋 before 10栋, numbers before words."""
    parts = re.findall(r"[0-9]+|[^0-9]+", label)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Door:
    """One door of a building that is drawn up: unit label, floor label, number on it."""

    unit: str
    floor: str
    room: str


def doors(units: Sequence[str], floors: Sequence[str], per_floor: int) -> Iterator[Door]:
    """Draw up the doors: unit by unit, from the lowest floor up, `per_floor` on each."""
    for unit in units:
        for floor in floors:
            for number in range(1, per_floor + 1):
                yield Door(unit, floor, room_label(floor, number))


def door_name(unit: str, room: str) -> str:
    """Name a door within its building: "3-502", or "1101" where there are no units."""
    return room if unit in ("", NO_UNIT) else f"{unit}-{room}"


def full_door_name(building: str, unit: str, room: str) -> str:
    """Name a door within its compound: "乙1-3-502", "4-1101"; 4栋 is written without its word."""
    short = re.sub(r"(?<=[0-9A-Za-z])(?:栋|幢|号楼|座|#)$", "", building)
    return f"{short}-{door_name(unit, room)}" if short else door_name(unit, room)
