"""What somebody may mean who types a door into the search field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldapp.domain.address import NO_UNIT, building_label, parse_door
from fieldapp.domain.address_text import door_spelling, key_text, without_zeros
from fieldapp.domain.findings import Severity, of


@dataclass(frozen=True, slots=True)
class DoorQuery:
    """Parts of an address key to compare; None means any. `compound` is a part of its name."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    compound: str = ""

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
    if len(spelt) > 40 or not re.search(r"[0-9]|[甲-癸A-Z]座|栋|单元", spelt):
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


def _is_two_part(spelt: str) -> bool:
    return len(re.findall(r"[0-9A-Z甲-癸]+", spelt)) == 2 and "-" in spelt


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
