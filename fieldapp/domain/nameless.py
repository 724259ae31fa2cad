"""Words for a wall: what may be read by everybody, with names, doors and numbers taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

SOMEBODY, SOME_DOOR, SOME_NUMBER = "住户", "某户", "…"
_NUMBER = re.compile(r"(?<!\d)\d[\d\- ]{5,}[\dXx]")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DOOR = re.compile(
    r"[@甲乙丙丁A-Za-z]*\d+(?:-\d+)+"
    r"|\d+\s*(?:号楼|栋|幢|楼)\s*(?:\d+\s*单元\s*)?\d{2,4}\s*[室号户]?"
    r"|\d+\s*单元\s*\d{2,4}\s*[室号户]?"
    r"|\d{3,4}\s*[室户]"
)
_CALLED = "奶奶|爷爷|阿姨|叔叔?|大爷|大妈|大娘|大伯|师傅|老师|女士|先生|婆婆|嫂子?|老人家?|姐|哥"


def nameless(text: str, names: Iterable[str]) -> str:
    """Take known names, 高奶奶 for a known surname, doors and long numbers out of a text.

    Only names that are known can be found, so a person still reads what goes on the wall.
    """
    known = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if known:
        text = re.sub("|".join(map(re.escape, known)), SOMEBODY, text)
    surnames = "".join(sorted({re.escape(name[0]) for name in known}))
    if surnames:
        text = re.sub(f"[{surnames}](?:{_CALLED})", SOMEBODY, text)
    days = iter(_DAY.findall(text))
    # Days are set aside, or they would be taken for doors.
    parts = [_without_places(part) for part in _DAY.split(text)]
    text = parts[0] + "".join(next(days) + part for part in parts[1:])
    return re.sub(f"{SOME_DOOR}\\s*{SOMEBODY}", SOMEBODY, text).strip()


def _without_places(text: str) -> str:
    return _NUMBER.sub(SOME_NUMBER, _DOOR.sub(SOME_DOOR, text))
