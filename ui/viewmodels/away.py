"""How long the community was not heard: a line on 今天, the page while the records are closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from fieldapp.queries.notices import Notice, NoticesQuery
from ui.sync_state import LoopState
from ui.viewmodels.base import ViewModel, Workplace

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


_TOLD = ("away", "arrived")
"""Notices that are told on 今天 as well; what came from another grid is news there."""


@dataclass(frozen=True, slots=True)
class AwayState:
    """What is told; "" when the community was heard lately."""

    sentence: str = ""
    advice: str = ""
    trouble: str = ""


@QmlElement
class AwayModel(ViewModel):
    """What is to be said about the last word from the community."""

    stateChanged = Signal()
    watched = frozenset({"sync", "scope"})

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: AwayState = AwayState()
        self._line: Callable[[], LoopState] | None = getattr(parent, "line_state", None)
        if self._line is not None:
            frame: Any = parent
            frame.stateChanged.connect(self._read_line)

    @Property(str, notify=stateChanged)
    def sentence(self) -> str:
        """For how long, or ""."""
        return self.state.sentence

    @Property(str, notify=stateChanged)
    def advice(self) -> str:
        """What is safe, and what to do."""
        return self.state.advice

    @Property(str, notify=stateChanged)
    def trouble(self) -> str:
        """Why the last try did not reach the community, or ""."""
        return self.state.trouble

    def refresh(self) -> None:
        """Ask again."""
        self.ask(NoticesQuery(), self._show)
        self._read_line()

    def _show(self, notices: tuple[Notice, ...]) -> None:
        told = next((one for one in notices if one.code in _TOLD), None)
        sentence, advice = (told.sentence, told.advice) if told else ("", "")
        self.publish(AwayState(sentence, advice, self.state.trouble))

    def _read_line(self) -> None:
        if self._line is not None:
            trouble = self._line().trouble
            self.publish(AwayState(self.state.sentence, self.state.advice, trouble))
