"""Three-way merge of prose by sentence: disjoint edits both stay."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")

_ENDED = re.compile(r"[。！？；\n]$")


def sentences(text: str) -> list[str]:
    """Split prose after 。！？； and newline; joining the parts gives the text back."""
    return _SENTENCE.findall(text)


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """Merge two descendants of `base` by sentence, or give None where their edits overlap."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    root = sentences(base)
    edits = _edits(root, sentences(ours)) + _edits(root, sentences(theirs))
    edits.sort(key=lambda edit: (edit[0], edit[1]))
    for before, after in pairwise(edits):
        if after[0] < before[1] or after[:2] == before[:2]:
            return None
    return _joined(_applied(root, edits))


def _joined(parts: list[str]) -> str:
    """Put sentences together; one that was left without an end does not run into the next."""
    ended = [part if _ENDED.search(part) else f"{part}\n" for part in parts[:-1]]
    return "".join([*ended, *parts[-1:]])


def _edits(root: list[str], child: list[str]) -> list[tuple[int, int, list[str]]]:
    matcher = SequenceMatcher(None, root, child, autojunk=False)
    return [
        (start, end, child[child_start:child_end])
        for tag, start, end, child_start, child_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _applied(root: list[str], edits: list[tuple[int, int, list[str]]]) -> list[str]:
    merged: list[str] = []
    position = 0
    for start, end, replacement in edits:
        merged += root[position:start]
        merged += replacement
        position = end
    return merged + root[position:]
