"""Words for a wall: what may be read by everybody, with names, doors and numbers taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

SOMEBODY, SOME_DOOR, SOME_NUMBER = "住户", "某户", "…"
_NUMBER = re.compile(r"(?<!\d)\d[\d\- ]{5,}[\dXx]")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_COUNT = r"(?:\d+|[一二三四五六七八九十]+)"
_ROOM = r"(?:\d{2,4}|[〇零一二三四五六七八九]{3,4})"
_DOOR = re.compile(
    r"[@甲乙丙丁A-Za-z]*\d+(?:-\d+)+"
    rf"|{_COUNT}\s*(?:号楼|栋|幢|座|楼|#)\s*的?(?:{_COUNT}\s*单元\s*)?{_ROOM}\s*[室号户]?"
    rf"|{_COUNT}\s*单元\s*{_ROOM}\s*[室号户]?"
    r"|\d{3,4}\s*[室户]"
)
_CALLED = (
    "奶奶|爷爷|阿姨|叔叔?|大爷|大妈|大娘|大伯|大[姐哥嫂]|师傅|老师|女士|先生|婆婆"
    "|嫂子?|老人家?|姐|哥"
)
_BESIDE = "[替给帮到去问找跟和与为陪送]"
"""After these 高家 is a family; after others it may be half of a word, as in 提高家庭收入."""


def nameless(text: str, names: Iterable[str]) -> str:
    """Take known names, 高奶奶 and 老高家 for a known surname, doors and long numbers out.

    Only names that are known can be found, so a person still reads what goes on the wall.
    """
    return cleaner(names)(text)


def cleaner(names: Iterable[str]) -> Callable[[str], str]:
    """Make what takes these names out, for when there are many texts."""
    known = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    named = [re.compile(_any_of(known))] if known else []
    surnames = "".join(sorted({re.escape(name[0]) for name in known}))
    if surnames:
        one = f"[{surnames}]"
        called = f"[老小]?{one}(?:{_CALLED})|老{one}家?|小{one}家"
        named.append(
            re.compile(f"{called}|(?:(?<!\\w)|(?<={_BESIDE})){one}家(?!庭|长|属|具|电|园)")
        )

    def clean(text: str) -> str:
        for one in named:
            text = one.sub(SOMEBODY, text)
        # Days are set aside, or they would be taken for doors.
        days = iter(_DAY.findall(text))
        parts = [_without_places(part) for part in _DAY.split(text)]
        text = parts[0] + "".join(next(days) + part for part in parts[1:])
        return re.sub(f"{SOME_DOOR}\\s*{SOMEBODY}", SOMEBODY, text).strip()

    return clean


def _any_of(names: Iterable[str]) -> str:
    """Find any of these, by surname because they may be thousands."""
    found: dict[str, list[str]] = {}
    for name in names:
        first, *rest = _letters(name)
        found.setdefault(re.escape(first), []).append("".join(rf"\s*{re.escape(x)}" for x in rest))
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in found.items())


def _letters(name: str) -> list[str]:
    """Split a name, without the room somebody left in it: 高玉 兰."""
    letters = [letter for letter in name if not letter.isspace()]
    return letters if len(letters) > 1 else list(name)


def _without_places(text: str) -> str:
    return _NUMBER.sub(SOME_NUMBER, _DOOR.sub(SOME_DOOR, text))
