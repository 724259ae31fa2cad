"""要知道的事: what this device found out about itself, a row each, blocking nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.notices import Notice, NoticesQuery
from fieldapp.services.notices import LetNoticeGo
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_GLYPHS = {"clock": "clock", "returning": "history", "repaired": "check", "copy": "history"} | {
    "arrived": "household",
    "forwarded": "forward",
    "moved": "forward",
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One thing to know; `can_go`: it goes once it was seen."""

    key: str
    glyph: str
    title: str
    detail: str
    can_go: bool


@QmlElement
class NoticesModel(ViewModel):
    """The list, as long as the page is up."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self._rows = RowList(NoticeLine, self)

    @Property(QObject, notify=stateChanged)
    def rows(self) -> QObject:
        """What there is to know, what wants care first."""
        return self._rows

    @Slot(str)
    def letGo(self, code: str) -> None:
        """Let one go that was seen."""
        self.do(LetNoticeGo(code))

    def refresh(self) -> None:
        """Ask what there is to know."""
        self.ask(NoticesQuery(), self._show)

    def _show(self, notices: tuple[Notice, ...]) -> None:
        self._rows.swap([_line(one) for one in notices])


def _line(one: Notice) -> NoticeLine:
    glyph = _GLYPHS.get(one.code, "disk")
    return NoticeLine(one.code, glyph, one.sentence, one.advice, one.can_go)
