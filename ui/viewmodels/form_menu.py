"""The list from which a form is chosen, and the one beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.form_menus import Menu, MenuRow
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class MenuState:
    """What the list beside is about, "" where there is none."""

    beside_title: str = ""


@QmlElement
class FormMenu(ViewModel):
    """What can be chosen before there is a form."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: MenuState = MenuState()
        self._ways = RowList(MenuRow, self)
        self._beside = RowList(MenuRow, self)

    @Property(QObject, notify=stateChanged)
    def ways(self) -> QObject:
        """The forms to choose from."""
        return self._ways

    @Property(QObject, notify=stateChanged)
    def beside(self) -> QObject:
        """More forms to choose from, of each person."""
        return self._beside

    @Property(str, notify=stateChanged)
    def besideTitle(self) -> str:
        """What those are about, or ""."""
        return self.state.beside_title

    @Slot(str)
    def choose(self, key: str) -> None:
        """Open a form of the lists."""
        rows = (*self._ways.rows, *self._beside.rows)
        row = next((one for one in rows if one.key == key), None)
        if row is not None:
            self.place.go(row.place, row.key)

    def draw(self, menu: Menu) -> None:
        """Offer what a menu lists."""
        self._ways.swap(menu.rows)
        self._beside.swap(menu.beside)
        self.publish(MenuState(menu.beside_title if menu.beside else ""))

    def clear(self) -> None:
        """Offer nothing."""
        self.draw(Menu("", "", ()))
