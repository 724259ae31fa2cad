"""What somebody may mean who types a door into the search field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldapp.domain.address import NO_UNIT, building_label, parse_door
from fieldapp.domain.address_text import STEMS, door_spelling, key_text, without_zeros
from fieldapp.domain.findings import Severity, of


@dataclass(frozen=True, slots=True)
class DoorQuery:
    """Parts of an address key to compare; None means any. `compound` is a part of its name."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    compound: str = ""

    @property
    def pattern(self) -> str:
        r"""A LIKE pattern, escaped by \, that every key meant fits, and few others."""
        parts = (self.building, self.unit, self.room)
        spelt = ("%" if part is None else re.sub(r"([\\%_])", r"\\\1", part) for part in parts)
        return "%|" + "|".join(spelt)

    def matches(self, addr_key: str) -> bool:
        """Tell whether a key of `address.addr_key` is one of those meant."""
        parts = addr_key.split("|")
        if len(parts) != 4:
            return False
        compound, building, unit, room = parts
        return (
            self.compound in compound
            and self.building in (None, building)
            and self.unit in (None, unit)
            and self.room in (None, room)
        )


def parse_door_query(text: str) -> tuple[DoorQuery, ...]:
    """Read a door as searched for, whole or in part; empty when the text is no door at all."""
    spelt = door_spelling(text).strip("-")
    if len(spelt) > 40 or not re.search(rf"[0-9]|[{STEMS}A-Z]座|栋|单元", spelt):
        return ()
    if re.fullmatch(r"[0-9]{7,}[0-9X]?", spelt):
        return ()
    door = parse_door(spelt)
    is_open = any(f.code == "B23" for f in of(door.findings, Severity.ASK))
    compound = key_text(door.compound)
    if is_open or _is_two_part(spelt):
        return _two_parts(door.building or door.unit, door.room, compound)
    if door.building and not door.room:
        unit = None if door.unit == NO_UNIT else door.unit
        return (DoorQuery(door.building, unit, None, compound),)
    if door.building:
        return (DoorQuery(door.building, door.unit, _key(door.room), compound),)
    return _one_part(spelt, door.unit, door.room)


def run_together(squeezed: str) -> tuple[DoorQuery, ...]:
    """Read building and room written without anything between: 13502 is 13栋 502, in any unit.

    A room has three or four digits, its floor among them. Empty when the text is nothing such.
    """
    if not re.fullmatch(rf"[{STEMS}A-Z]?[0-9]{{4,7}}", squeezed):
        return ()
    cuts = (len(squeezed) - digits for digits in (3, 4))
    return tuple(
        DoorQuery(squeezed[:cut], None, squeezed[cut:])
        for cut in cuts
        if re.fullmatch(rf"[{STEMS}A-Z]|[{STEMS}A-Z]?[1-9][0-9]{{0,2}}", squeezed[:cut])
        and squeezed[cut] != "0"
    )


def _is_two_part(spelt: str) -> bool:
    return len(re.findall(rf"[0-9A-Z{STEMS}]+", spelt)) == 2 and "-" in spelt


def _two_parts(first: str, room: str, compound: str) -> tuple[DoorQuery, ...]:
    found = [
        DoorQuery(first, NO_UNIT, _key(room), compound),
        DoorQuery(None, first, _key(room), compound),
    ]
    if re.fullmatch(r"[0-9]", room):
        found.append(DoorQuery(first, room, None, compound))
    return tuple(found)


def _one_part(spelt: str, unit: str, room: str) -> tuple[DoorQuery, ...]:
    if unit != NO_UNIT:
        return (DoorQuery(None, unit, _key(room) if room else None),)
    found = [DoorQuery(None, None, _key(room))]
    if len(spelt) <= 3:
        found.append(DoorQuery(building_label(spelt), None, None))
    return tuple(found)


def _key(room: str) -> str:
    return without_zeros(room)
