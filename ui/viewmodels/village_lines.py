"""A village group as a walk: houses hang off their landmarks, as one comes by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.queries.doors_view import VillageStop, VillageView
from ui import text

_LANDMARK = re.compile(r"^(.{2,}?)(?:[东西南北前后左右旁对]|第[一二三四五六七八九十\d])")
"""The part of 老槐树西第二家 that names the landmark: 老槐树."""


@dataclass(frozen=True, slots=True)
class StopLine:
    """One line of the walk: a landmark, or a house."""

    key: str
    is_landmark: bool
    title: str
    note: str = ""
    people: str = ""
    standing: str = ""
    word: str = ""
    filters: tuple[str, ...] = ()


def stop_lines(village: VillageView) -> list[StopLine]:
    """Lay a group out as one list; a landmark stands before the houses that are found by it."""
    return list(_lines(village))


def _lines(village: VillageView) -> Iterator[StopLine]:
    before = None
    for number, stop in enumerate(village.stops):
        landmark = landmark_of(stop.title)
        if landmark != before and landmark:
            hint = "从这里起" if number == 0 else ""
            yield StopLine(f"at-{number}", True, landmark, hint)
        before = landmark
        yield _house(stop)


def landmark_of(title: str) -> str:
    """Read the landmark out of how a house is found, or ""."""
    found = _LANDMARK.match(title)
    return found.group(1) if found else ""


def _house(stop: VillageStop) -> StopLine:
    return StopLine(
        key=stop.dwelling,
        is_landmark=False,
        title=stop.title,
        note=stop.note,
        people=stop.people,
        standing=text.standing_of(stop.state),
        word=stop.state_word,
        filters=tuple(sorted(stop.filters)),
    )
