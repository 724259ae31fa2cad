"""A name typed in letters: each syllable whole, or only its initial, as input methods take it."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_SYLLABLE = 6
"""zhuang"""
_TWO_LETTERS = ("zh", "ch", "sh")
_NEVER_FIRST = "iuv"
_PIECE = re.compile("[a-z]|[zcs]h|[b-df-hj-np-tw-z]?h?[aeiouv]+(?:ng?|r)?")
"""An initial, or what has the build of a syllable."""


def letters_taken(typed: str, syllables: Sequence[str]) -> tuple[int, ...] | None:
    """Give how many letters each syllable took of what was typed; None when it does not fit.

    Everything typed must be used up, the last syllable may still be half typed, and whatever
    comes after it does not matter: `gyuf` takes 1, 2 and 1 of guo yu fen.
    """
    if not typed:
        return ()
    if not syllables:
        return None
    for taken in _ways(typed, syllables[0]):
        rest = letters_taken(typed[taken:], syllables[1:])
        if rest is not None:
            return (taken, *rest)
    return None


def _ways(typed: str, syllable: str) -> list[int]:
    """Give how many letters a syllable may take, the most first."""
    initials = [1, 2] if syllable.startswith(_TWO_LETTERS) else [1]
    lengths = {len(typed), len(syllable), *initials}
    return sorted((length for length in lengths if _takes(typed, syllable, length)), reverse=True)


def _takes(typed: str, syllable: str, length: int) -> bool:
    return typed[:length] == syllable[:length] and length <= min(len(typed), len(syllable))


def may_fit(typed: str, initials: str) -> bool:
    """Tell whether a name with these initials can be what was typed, before it is read."""
    if not typed:
        return True
    if initials[:1] != typed[0]:
        return False
    cuts = range(1, min(len(typed), LONGEST_SYLLABLE) + 1)
    return any(
        may_fit(typed[cut:], initials[1:])
        for cut in cuts
        if cut == len(typed) or _PIECE.fullmatch(typed, 0, cut)
    )


def second_initials(typed: str) -> str:
    """Give the letters that may begin the second syllable of what was typed: y in gyufen."""
    cuts = range(1, min(len(typed), LONGEST_SYLLABLE + 1))
    return "".join(
        dict.fromkeys(
            typed[cut]
            for cut in cuts
            if typed[cut] not in _NEVER_FIRST and _PIECE.fullmatch(typed, 0, cut)
        )
    )
