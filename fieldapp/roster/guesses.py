"""What the values and names of a sheet tell where its titles do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fieldapp.domain.address_site import looks_like_site
from fieldapp.domain.address_text import BUILDING_MARK, LABEL, door_spelling, without_zeros
from fieldapp.roster.sheets import Cell
from fieldapp.roster.tables import code_of

_SAMPLE = 60
_MOST = 0.6
_ID = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]")
_PHONE = re.compile(r"1[0-9]{10}")
_DOOR = re.compile(r".{0,12}[0-9A-Z](?:-[0-9A-Z]+){1,3}|.*(?:栋|幢|号楼).*(?:室|[0-9])")
_SHEET_BUILDING = re.compile(rf"(?P<compound>.*?)(?P<building>{LABEL})(?:{BUILDING_MARK}|楼)(?!层)")


def by_content(
    field: str | None, confidence: float, cells: Sequence[Cell]
) -> tuple[str | None, float]:
    """Correct or make a guess by looking at a column's values."""
    sample = [cell.text.strip() for cell in cells[:_SAMPLE]]
    if field == "head_name" and _share(sample, _is_yes_or_no) >= _MOST:
        return "is_head", 0.9
    if field is not None and confidence >= 0.6:
        return field, confidence
    for guess, looks_so in _LOOKS:
        if sample and _share(sample, looks_so) >= _MOST:
            return guess, 0.5
    return (field, confidence) if confidence >= 0.5 else (None, 0.0)


def place_of(sheet_name: str, titles: str) -> tuple[str, str, str]:
    """Read compound, building and village group from a sheet's name, else from its titles (B60)."""
    for text in (sheet_name, titles):
        spelt = door_spelling(text)
        found = _SHEET_BUILDING.match(spelt)
        if found is not None:
            return found["compound"].strip("-"), without_zeros(found["building"]), ""
        group = re.search(r"[^\s村]{1,6}组", text)
        if group is not None and looks_like_site(group.group()):
            return "", "", group.group()
    return "", "", ""


def _share(sample: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(holds(text) for text in sample) / len(sample) if sample else 0.0


def _is_yes_or_no(text: str) -> bool:
    return code_of("yes", text) is not None


def _is_id(text: str) -> bool:
    return bool(_ID.fullmatch(text))


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


def _is_sex(text: str) -> bool:
    return text in ("男", "女")


def _is_door(text: str) -> bool:
    return bool(_DOOR.fullmatch(door_spelling(text)))


_LOOKS = (("id_no", _is_id), ("phones", _is_phone), ("sex", _is_sex), ("address", _is_door))
