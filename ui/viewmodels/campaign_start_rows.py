"""What the page 发起走访行动 shows: chips, counts, and the words under them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fieldapp.domain.campaigns import ASK_LIMIT, MOST_ASKS
from ui import text


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that can be chosen."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many households of one grid it would be."""

    name: str
    count: str


@dataclass(frozen=True, slots=True)
class StartState:
    """The page: what was chosen, and what follows from it."""

    templates: tuple[Chip, ...] = ()
    is_own: bool = False
    title: str = ""
    whom: tuple[Chip, ...] = ()
    grids: tuple[Chip, ...] = ()
    places: tuple[Chip, ...] = ()
    from_days: tuple[Chip, ...] = ()
    for_days: tuple[Chip, ...] = ()
    days_text: str = ""
    asks: str = ""
    asks_note: str = ""
    reason: str = ""
    counts: tuple[Count, ...] = ()
    count_text: str = ""
    button: str = ""
    problem: str = ""
    problem_field: str = ""
    shows_all: bool = False
    is_known: bool = False


def chips(choices: Iterable[tuple[object, str]], chosen: Collection[object]) -> tuple[Chip, ...]:
    """Turn keys and words into chips."""
    return tuple(Chip(str(key), label, key in chosen) for key, label in choices)


def total_text(total: int, grids: int) -> str:
    """Say how many it would be where the button alone does not."""
    if not total:
        return "现在没有这样的户"
    return f"一共会去 {text.counted(total, '户')}" if grids > 1 else ""


def asks_note(lines: list[str]) -> str:
    """Say how what is asked is written, or what is too much of it."""
    if len(lines) > MOST_ASKS:
        return f"最多问 {MOST_ASKS} 样，现在 {len(lines)} 样"
    if any(len(one.strip()) > ASK_LIMIT for one in lines):
        return f"一样不超过 {ASK_LIMIT} 个字"
    return f"一行一样，最多 {MOST_ASKS} 样。敲门时排在最前面问。"
