"""The grids on this device, and which of them is at hand."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.queries.staff import grids_held
from fieldapp.store.at_hand import grid_at_hand
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class GridChoice:
    """Grids as `(code, name)`, and the code of the one at hand ("" where there is none)."""

    grids: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class GridChoiceQuery(Query[GridChoice]):
    """Ask which grid is at hand."""


@answers(GridChoiceQuery)
def grid_choice(reader: Reader, query: GridChoiceQuery) -> GridChoice:
    """List them, by code."""
    at_hand = grid_at_hand(reader.connection)
    return GridChoice(grids_held(reader.connection), at_hand.removeprefix("grid:"))
