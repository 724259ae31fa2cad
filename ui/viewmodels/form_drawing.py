"""The building as its form would draw it, while the form is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.form_places import DrawnFloor, drawn
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class BuildingState:
    """How many doors it would have, in words; "" for a form that draws none."""

    text: str = ""


@QmlElement
class BuildingDrawing(ViewModel):
    """The floors of a building that is not there yet."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: BuildingState = BuildingState()
        self._floors = RowList(DrawnFloor, self)

    @Property(str, notify=stateChanged)
    def text(self) -> str:
        """How many doors the building would have, or ""."""
        return self.state.text

    @Property(QObject, notify=stateChanged)
    def floors(self) -> QObject:
        """The floors of the building as it would be drawn."""
        return self._floors

    def draw(self, values: Mapping[str, str]) -> None:
        """Draw what is filled in."""
        text, floors = drawn(values)
        self._floors.swap(floors)
        self.publish(BuildingState(text))

    def clear(self) -> None:
        """Draw nothing."""
        self._floors.swap(())
        self.publish(BuildingState())
