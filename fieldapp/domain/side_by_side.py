"""Two texts of one thing, sentence by sentence: what differs, and both in one, nothing dropped."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from sync.text import sentences

_ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Sentences that stand together. `differs`: the other text does not have them."""

    text: str
    differs: bool


def compare(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut both texts into pieces; the pieces of each, joined, are the text again."""
    mine, theirs = sentences(left), sentences(right)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i1, i2, j1, j2 in _steps(mine, theirs):
        for side, part in zip(pieces, (mine[i1:i2], theirs[j1:j2]), strict=True):
            if part:
                side.append(Piece("".join(part), tag != "equal"))
    return tuple(pieces[0]), tuple(pieces[1])


def united(left: str, right: str) -> str:
    """Put every sentence of both into one text: what both say once, then left's, then right's.

    Where a sentence without an end would run into the next one, it gets its 。
    """
    mine, theirs = sentences(left), sentences(right)
    whole: list[str] = []
    for tag, i1, i2, j1, j2 in _steps(mine, theirs):
        whole += mine[i1:i2]
        whole += [] if tag == "equal" else theirs[j1:j2]
    return "".join(_ended(one) for one in whole[:-1]) + "".join(whole[-1:])


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in _ENDS else f"{sentence}。"


def _steps(left: list[str], right: list[str]) -> list[tuple[str, int, int, int, int]]:
    alike = [one.strip().rstrip("。") for one in left], [one.strip().rstrip("。") for one in right]
    return list(SequenceMatcher(None, *alike, autojunk=False).get_opcodes())
