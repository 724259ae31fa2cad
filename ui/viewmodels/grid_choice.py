"""Which grid is at hand: one choice that 今天, 装户图, 覆盖 and 找 share, kept on the device."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.grid_choice import GridChoice, GridChoiceQuery
from fieldapp.queries.handover_turns import Turn, TurnsQuery
from fieldapp.services.grid_choice import CHANGED, ChooseGrid
from ui.qt_types import QVariantList
from ui.viewmodels.base import ViewModel, Workplace

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

WATCHED = frozenset({CHANGED, "grid", "assignment", "handover"})
"""What a screen with a chooser watches beside its own kinds."""


@dataclass(frozen=True, slots=True)
class GridChoiceState:
    """The grids as `(code, name)`, the code of the one at hand, and which change hands now."""

    grids: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    passing: frozenset[str] = frozenset()


@QmlElement
class GridChoiceModel(ViewModel):
    """The chooser at the top of a screen; a screen with one grid shows none."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: GridChoiceState = GridChoiceState()

    @Property(QVariantList, notify=stateChanged)
    def grids(self) -> list[dict[str, object]]:
        """The grids held on this device: {key, text, chosen}."""
        chosen = self.state.chosen
        return [
            {"key": code, "text": name, "chosen": code == chosen} for code, name in self.state.grids
        ]

    @Property(int, notify=stateChanged)
    def index(self) -> int:
        """Where the grid at hand stands among them."""
        codes = [code for code, _ in self.state.grids]
        return codes.index(self.state.chosen) if self.state.chosen in codes else -1

    @property
    def name(self) -> str:
        """How the grid at hand is called, and that it is being handed over."""
        name = dict(self.state.grids).get(self.state.chosen, "")
        return f"{name}（交接中）" if name and self.state.chosen in self.state.passing else name

    @Slot(int)
    def choose(self, index: int) -> None:
        """Take another grid in hand, for every screen."""
        code = self.state.grids[index][0] if 0 <= index < len(self.state.grids) else ""
        if code in ("", self.state.chosen):
            return
        self.publish(replace(self.state, chosen=code))
        self.do(ChooseGrid(code))

    def follow(self, code: str) -> None:
        """Take the grid in hand that a screen was led to."""
        if self.state.chosen and code != self.state.chosen:
            self.choose([one for one, _ in self.state.grids].index(code))

    def refresh(self) -> None:
        """Ask which grids there are, and which are being handed over."""
        self.ask(GridChoiceQuery(), self._show)
        self.ask(TurnsQuery(open_only=True), self._show_turns)

    def _show(self, choice: GridChoice) -> None:
        self.publish(replace(self.state, grids=choice.grids, chosen=choice.chosen))

    def _show_turns(self, turns: tuple[Turn, ...]) -> None:
        self.publish(replace(self.state, passing=frozenset(one.grid for one in turns)))
