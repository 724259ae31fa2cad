"""Which grid is at hand on this device: chosen once, used by every screen, never sent."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.errors import Refused
from fieldapp.store.at_hand import choose_grid, grids_here
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles

CHANGED = "grid_choice"
"""The kind that screens watch: another grid is at hand."""


@dataclass(frozen=True, slots=True)
class ChooseGrid(Command[None]):
    """Take a grid in hand, by its code. Raises `Refused` for one that is not on this device."""

    grid: str


@handles(ChooseGrid)
def take_in_hand(unit: Unit, command: ChooseGrid) -> None:
    """Keep it beside the other small local facts."""
    scope = f"grid:{command.grid}"
    if scope not in grids_here(unit.connection):
        raise Refused("not-your-scope", "这个网格不在这台平板上。", field="grid", is_input=True)
    choose_grid(unit.connection, scope)
    unit.touched.add(CHANGED)
