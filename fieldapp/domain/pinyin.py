"""How a name is read: full pinyin and initials for searching, and a key to sort by.

Reading one name costs tens of microseconds: compute it when the name is stored, not when a list
is drawn. A character without a known reading stands for itself, so nothing becomes unfindable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fieldapp.domain.surnames import COMPOUNDS, POLYPHONES, compound_surname

_DOTS = "·•・"
_DOTS_OR_GAPS = re.compile(rf"[{_DOTS}\s]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """`full` is pinyin without tones or gaps (ü as v), `initials` one letter for each character."""

    full: str
    initials: str


@lru_cache(maxsize=4096)
def reading(name: str) -> Reading:
    """Read a name aloud: the surname by its own table, the rest by the dictionary."""
    syllables = _syllables(name)
    return Reading("".join(syllables), "".join(s[0] for s in syllables))


def sort_key(name: str) -> tuple[str, str]:
    """Order names as a Chinese list does, the characters themselves deciding between equals."""
    return (" ".join(_syllables(name)), name)


def _syllables(name: str) -> tuple[str, ...]:
    parts = _DOTS_OR_GAPS.split(name) if _is_foreign(name) else ["".join(name.split())]
    if len(parts) > 1:
        return tuple(s for part in parts for s in _spoken(part))
    surname, given = _split_surname(parts[0])
    return (*surname, *_spoken(given))


def _is_foreign(name: str) -> bool:
    return any(c in _DOTS or "a" <= c.lower() <= "z" for c in name)


def _split_surname(name: str) -> tuple[tuple[str, ...], str]:
    compound = compound_surname(name)
    if compound is not None:
        return tuple(COMPOUNDS[compound].split("'")), name[len(compound) :]
    if name[:1] in POLYPHONES:
        return (POLYPHONES[name[0]],), name[1:]
    return (), name


def _spoken(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    # The dictionary takes a third of a second to load, which the start of the program must not pay.
    from pypinyin import lazy_pinyin

    pieces = [p.lower() for p in lazy_pinyin(text)]
    return tuple(s for p in pieces for s in ([p] if p.isascii() else p) if s)
