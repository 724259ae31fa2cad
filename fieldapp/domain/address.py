"""A door in a town: building, unit and room read from any spelling, one key for comparing.

A tower without units has the unit 无, which is a value. Labels are text as painted; keys drop
leading zeros. Floors sort by tenths: 负1 is -10, the mezzanine 1.5 is 15, 13A is 135.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from fieldapp.domain.address_text import (
    BUILDING_MARK,
    LABEL,
    UNIT_LABEL,
    UNIT_MARK,
    compound_key,
    door_spelling,
    without_region,
    without_zeros,
)
from fieldapp.domain.findings import Finding, Option, ask, fix

FIELD = "door"
NO_UNIT = "无"
_MOST_UNITS = 9

_MARKED = re.compile(rf"(?P<compound>.*?)(?P<building>{LABEL}){BUILDING_MARK}(?P<rest>.*)")
_DOUBLE_MARKED = re.compile(r"(.*?)([0-9]+)(?:栋|幢|号楼)([A-Z])座(.*)")
_UPSTAIRS = r"(?:号(?:楼上|楼下|前院|后院|[0-9一二三]楼.*))"
_STREET = re.compile(
    r"(?P<street>[^0-9-]*?(?:街|路|巷|弄|胡同|大道))"
    rf"(?:(?P<number>[0-9]+)(?:(?P<rest>{_UPSTAIRS})|号?(?:附[0-9]+号?)?)|(?P<bare>[^0-9-]{{0,12}}))"
)
_PARTS = re.compile(
    rf"(?P<compound>.*?)(?P<parts>{LABEL}(?:-(?:{UNIT_LABEL}|[0-9A-Z]+))+)[室号户房]?"
)
_WITH_UNIT = re.compile(rf"-?(?P<unit>{UNIT_LABEL}){UNIT_MARK}-?(?P<tail>.*)")
_RANGE = re.compile(rf"[^0-9]*[0-9]+-[0-9]+{BUILDING_MARK}|.*(?:街|路|巷)[0-9]+-[0-9]+号")
_ASIDE = re.compile(r"\([^()0-9]*\)$")
_NAMED = re.compile(r"(?P<building>[^0-9\-()]{3,})(?P<room>[0-9]{1,4})[室号户]?")
_JOINED = re.compile(r"[、,，&+和/]")
_FLOOR = r"(?:负[0-9]|-[0-9]|B[0-9]|[0-9]{1,2}(?:\.5)?A?|半地下|地下|夹)"
_FLOOR_AND_ROOM = re.compile(rf"(?P<floor>{_FLOOR})(?:层|楼|室(?=.))-?(?P<room>.*)")
_BASEMENT = re.compile(r"(?P<floor>负[0-9]|-[0-9]|B[0-9])(?:层|楼)?-?(?P<room>[0-9]{1,3})")
_LETTER_FLOOR = re.compile(r"(?P<floor>[0-9]{1,2}[A-Z])-?(?P<room>[0-9]{2})")
_ROOM_MARK = re.compile(r"(?<=[0-9A-Z])(?:号房|房间|室|号|户|房)$")


class TwoPart(StrEnum):
    """What the first number of 3-501 is in one compound: asked once, then remembered (B23)."""

    BUILDING = "building"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Door:
    """Where one door is. Empty labels were not said; `unit` is 无 where there are none."""

    building: str
    unit: str
    room: str
    compound: str = ""
    floor_label: str = ""
    floor_sort: int = 0
    is_on_street: bool = False
    original: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def display(self) -> str:
        """The one spelling of this door: 乙1-3-502, 4-1101, 北沿街12号."""
        if self.is_on_street:
            return self.building + self.room + ("号" if self.room.isdigit() else "")
        return door_display(self.building, self.unit, self.room)


def door_display(building: str, unit: str, room: str) -> str:
    """Spell a door the one way it is shown."""
    shown = room[1:] if re.fullmatch(r"0[1-9][0-9]{2}", room) else room
    middle = "" if unit == NO_UNIT else unit
    return "-".join(part for part in (building, middle, shown) if part)


def addr_key(compound: str, building: str, unit: str, room: str) -> str:
    """Build the machine key of a door: compound|building|unit|room, alike for every spelling."""
    labels = (_label_key(building), _label_key(unit) or NO_UNIT, _label_key(room))
    return "|".join((compound_key(compound), *labels))


def floor_of(room: str) -> tuple[str, int]:
    """Tell the floor of a room label and its order in tenths; ("", 0) when it shows none."""
    for pattern in (_FLOOR_AND_ROOM, _BASEMENT, _LETTER_FLOOR):
        found = pattern.fullmatch(room)
        if found is not None:
            label = _floor_label(found["floor"])
            return label, floor_sort(label)
    named = re.match(r"半地下|地下室|夹层", room)
    if named is not None:
        return named.group(), floor_sort(named.group())
    digits = re.match(r"[0-9]+", room)
    if digits is None or len(digits.group()) < 3:
        return "", 0
    label = digits.group()[:-2].lstrip("0")
    return (label, floor_sort(label)) if label else ("", 0)


def floor_sort(label: str) -> int:
    """Place a floor label in the order, in tenths of a floor."""
    below = re.fullmatch(r"(?:B|负|-)([0-9]+)层?", label)
    if below is not None:
        return -10 * int(below.group(1))
    if "半地下" in label:
        return -5
    if "地下" in label:
        return -10
    number = re.search(r"[0-9]+(?:\.[0-9])?", label)
    if number is None:
        return 15 if "夹" in label else 0
    letter = 5 if re.search(r"[0-9]A", label) else 0
    return round(float(number.group()) * 10) + letter


def building_label(text: str) -> str:
    """Read a building alone: 3栋, 3号楼, 3# and 3 are all 3; other words stay as painted."""
    spelt = door_spelling(text)
    double = _DOUBLE_MARKED.fullmatch(spelt)
    if double is not None:
        return without_zeros(double.group(2)) + double.group(3)
    found = re.fullmatch(rf"第?({LABEL})(?:{BUILDING_MARK}|楼)?", spelt)
    return without_zeros(found.group(1)) if found else spelt


def unit_label(text: str) -> str:
    """Read a unit alone: 2单元 is 2; nothing, 无 and / say that there are none."""
    spelt = door_spelling(text)
    if spelt in ("", "无", "/", "-", "0", "没有"):
        return NO_UNIT
    found = re.fullmatch(rf"第?({UNIT_LABEL}){UNIT_MARK}?", spelt)
    return without_zeros(found.group(1)) if found else spelt


def parse_door(
    text: str, *, building: str = "", unit: str = "", two_part: TwoPart | None = None
) -> Door:
    """Read a door in any spelling (B21–B28).

    `building` and `unit` are labels that other columns or the sheet's name gave; `two_part` is what
    was answered for this compound about 3-501.
    """
    spelt = _ASIDE.sub("", door_spelling(text))
    if _RANGE.fullmatch(spelt):
        return _asked(text, "B24", "这是好几栋楼，不是一个门", (_SKIP,))
    if _JOINED.search(spelt):
        return _joined(spelt, text, building, unit)
    door = _read(spelt, text, building, unit, two_part)
    if door.findings:
        return door
    return _told_if_respelt(door, spelt)


_SKIP = Option("skip", "先不导入这一行")


def _read(spelt: str, text: str, building: str, unit: str, two_part: TwoPart | None) -> Door:
    double = _DOUBLE_MARKED.fullmatch(spelt)
    if double is not None:
        spelt = f"{double.group(1)}{double.group(2)}{double.group(3)}栋{double.group(4)}"
    basement = _BASEMENT.fullmatch(spelt)
    if basement is not None:
        room = f"{_floor_label(basement['floor'])}-{basement['room']}"
        return _placed("", building, unit or NO_UNIT, room, text)
    street = _STREET.fullmatch(spelt)
    if street is not None:
        return _on_street(street, text)
    marked = _MARKED.fullmatch(spelt)
    if marked is not None:
        return _after_building(marked, text, unit)
    with_unit = _WITH_UNIT.fullmatch(spelt)
    if with_unit is not None:
        return _placed("", building, with_unit["unit"], with_unit["tail"], text)
    parts = _PARTS.fullmatch(spelt)
    if parts is not None:
        return _by_parts(parts, text, building, two_part)
    named = None if building else _NAMED.fullmatch(spelt)
    if named is not None:
        return _placed("", named["building"], unit or NO_UNIT, named["room"], text)
    return _placed("", building, unit or NO_UNIT, spelt, text)


def _after_building(marked: re.Match[str], text: str, unit: str) -> Door:
    compound, building, rest = marked["compound"].strip("-"), marked["building"], marked["rest"]
    with_unit = _WITH_UNIT.fullmatch(rest)
    if with_unit is not None:
        return _placed(compound, building, with_unit["unit"], with_unit["tail"], text)
    rest = rest.strip("-")
    two = re.fullmatch(rf"({UNIT_LABEL})-([0-9A-Z]{{2,}})[室号户房]?", rest)
    if two is not None and not _BASEMENT.fullmatch(rest):
        return _placed(compound, building, two.group(1), two.group(2), text)
    return _placed(compound, building, unit or NO_UNIT, rest, text)


def _by_parts(found: re.Match[str], text: str, building: str, two_part: TwoPart | None) -> Door:
    compound, parts = found["compound"].strip("-"), found["parts"].split("-")
    if len(parts) >= 3 and re.fullmatch(r"B[0-9]", parts[-2]):
        parts[-2:] = [f"{parts[-2]}-{parts[-1]}"]
    if len(parts) == 4 and len(parts[3]) <= 2:
        parts[2:] = [parts[2] + parts[3].zfill(2)]
    if len(parts) == 3:
        return _placed(compound, parts[0], parts[1], parts[2], text)
    if len(parts) == 2:
        return _by_two(compound, parts, text, building, two_part)
    return _asked(text, "B21", "门牌的段数太多，看不懂", (_SKIP,))


def _by_two(
    compound: str, parts: list[str], text: str, building: str, two_part: TwoPart | None
) -> Door:
    first, room = parts
    if building:
        return _placed(compound, building, first, room, text)
    if two_part is TwoPart.UNIT:
        return _placed(compound, "", first, room, text)
    is_surely_building = not first.isdigit() or int(first) > _MOST_UNITS or "-" in room
    if two_part is TwoPart.BUILDING or is_surely_building:
        return _placed(compound, first, NO_UNIT, room, text)
    door = _placed(compound, first, NO_UNIT, room, text)
    return replace(door, findings=(_which_number(),))


def _which_number() -> Finding:
    options = (
        Option("building", "前面是楼号，楼里没有单元", (("two_part", "building"),)),
        Option("unit", "前面是单元号", (("two_part", "unit"),)),
    )
    return ask("B23", FIELD, "门牌只有两段（像 3-501），前面的数是楼号还是单元号", options)


def _on_street(found: re.Match[str], text: str) -> Door:
    street, rest = without_region(found["street"]), found["rest"] or found["bare"] or ""
    room = without_zeros(found["number"] or "") + rest
    floor = re.match(r"号([0-9])楼", rest)
    label = floor.group(1) if floor else ""
    return Door(street, NO_UNIT, room, "", label, floor_sort(label), True, text)


def _placed(compound: str, building: str, unit: str, tail: str, text: str) -> Door:
    room = _room(tail)
    label, sort = floor_of(room)
    building, unit = without_zeros(building), without_zeros(unit)
    return Door(building, unit, room, without_region(compound), label, sort, original=text)


def _room(tail: str) -> str:
    bare = _ROOM_MARK.sub("", tail.strip("-"))
    two = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", bare)
    if two is not None:
        return two.group(1) + two.group(2).zfill(2)
    found = _FLOOR_AND_ROOM.fullmatch(bare)
    if found is None:
        below = _BASEMENT.fullmatch(bare)
        return f"{_floor_label(below['floor'])}-{below['room']}" if below else bare
    floor, room = _floor_label(found["floor"]), found["room"]
    if re.fullmatch(r"[0-9]{1,2}", room):
        return f"{floor}-{room}" if floor.startswith("B") else floor + room.zfill(2)
    if re.fullmatch(r"[0-9]{3,}[A-Z]?", room):
        return room
    return f"{floor}层{room}"


def _floor_label(floor: str) -> str:
    below = re.fullmatch(r"(?:负|-|B)([0-9])", floor)
    if below is not None:
        return f"B{below.group(1)}"
    return "夹层" if floor == "夹" else floor


def _label_key(label: str) -> str:
    return without_zeros(_ROOM_MARK.sub("", door_spelling(label)))


def _joined(spelt: str, text: str, building: str, unit: str) -> Door:
    first = _JOINED.split(spelt)[0]
    door = _read(first, text, building, unit, TwoPart.BUILDING)
    options = (Option("first", f"打通了，算 {door.display} 一个门", ((FIELD, first),)), _SKIP)
    question = ask("B24", FIELD, "一格里写了两个门", options)
    return replace(door, findings=(question,))


def _asked(text: str, code: str, sentence: str, options: tuple[Option, ...]) -> Door:
    return Door("", NO_UNIT, "", original=text, findings=(ask(code, FIELD, sentence, options),))


def _told_if_respelt(door: Door, spelt: str) -> Door:
    if not door.room or door.compound + door.display == door.original:
        return door
    is_numeral = any(c in door.original for c in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ叁肆伍陆柒捌玖廿卅")
    told = fix("B28" if is_numeral else "B21", FIELD, f"门牌写成 {door.display}")
    return replace(door, findings=(*door.findings, told))
