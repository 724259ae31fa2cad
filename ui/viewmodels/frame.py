"""What the window shows around its pages: the stage, the state of the records, the banner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal


@dataclass(frozen=True, slots=True)
class ShellState:
    """Everything the frame shows. `stage`: opening, wizard, lock, open or halted."""

    stage: str = "opening"
    is_locked: bool = False
    page: str = ""
    lit: str = ""
    can_go_back: bool = False
    is_demo: bool = False
    role: str = ""
    person: str = ""
    record_text: str = ""
    record_shape: str = "stored"
    waiting: int = 0
    is_offline: bool = False
    is_syncing: bool = False
    banner: str = ""
    crash: str = ""
    halted: str = ""


class Frame(QObject):
    """The state of the frame, as QML reads it."""

    stateChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ShellState()

    def publish(self, **changes: Any) -> None:
        """Change parts of the state and announce it if it differs."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.stateChanged.emit()

    @Property(str, notify=stateChanged)
    def stage(self) -> str:
        """One of opening, wizard, lock, open, halted."""
        return self.state.stage

    @Property(bool, notify=stateChanged)
    def isLocked(self) -> bool:
        """Whether the PIN is asked for over the open pages."""
        return self.state.is_locked

    @Property(str, notify=stateChanged)
    def page(self) -> str:
        """Key of the current page."""
        return self.state.page

    @Property(str, notify=stateChanged)
    def lit(self) -> str:
        """Key of the rail item that is lit."""
        return self.state.lit

    @Property(bool, notify=stateChanged)
    def isDemo(self) -> bool:
        """Whether the records are invented."""
        return self.state.is_demo

    @Property(str, notify=stateChanged)
    def role(self) -> str:
        """The role of whoever works here."""
        return self.state.role

    @Property(str, notify=stateChanged)
    def person(self) -> str:
        """The name of whoever works here."""
        return self.state.person

    @Property(str, notify=stateChanged)
    def recordText(self) -> str:
        """How the records stand, in words."""
        return self.state.record_text

    @Property(str, notify=stateChanged)
    def recordShape(self) -> str:
        """The mark of that."""
        return self.state.record_shape

    @Property(int, notify=stateChanged)
    def waiting(self) -> int:
        """How many records wait to be sent."""
        return self.state.waiting

    @Property(bool, notify=stateChanged)
    def isOffline(self) -> bool:
        """Whether the network is left alone on purpose."""
        return self.state.is_offline

    @Property(bool, notify=stateChanged)
    def isSyncing(self) -> bool:
        """Whether a round is under way."""
        return self.state.is_syncing

    @Property(str, notify=stateChanged)
    def banner(self) -> str:
        """A sentence to be read before going on, or ""."""
        return self.state.banner

    @Property(str, notify=stateChanged)
    def crash(self) -> str:
        """The report of a bug, or ""."""
        return self.state.crash

    @Property(str, notify=stateChanged)
    def halted(self) -> str:
        """Why the home cannot be opened, and what to do."""
        return self.state.halted
