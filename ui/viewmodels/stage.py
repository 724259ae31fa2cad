"""What the screens before the desk have in common: slow work elsewhere, and one state."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.bridge import Bridge, Known

R = TypeVar("R")


class StageModel(QObject):
    """A screen without a session: the lock, the wizard."""

    if TYPE_CHECKING:
        # Each subclass declares it: Qt finds a property's notifier only in the class itself.
        stateChanged: ClassVar[Signal]

    def __init__(self, bridge: Bridge, aside: Executor, state: Any) -> None:
        super().__init__()
        self.state = state
        self._bridge = bridge
        self._aside = aside

    def publish(self, **changes: Any) -> None:
        """Change parts of the state and announce it if it differs."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.stateChanged.emit()

    def go(self, step: str, problem: str = "") -> None:
        """Be at a step, with nothing under way; a problem shows that there was one more try."""
        self.publish(step=step, problem=problem, is_busy=False, tries=self.state.tries + 1)

    def run_aside(
        self,
        work: Callable[[], R],
        then: Callable[[R], None],
        otherwise: Callable[[Known], None] | None = None,
    ) -> None:
        """Run slow work on another thread and go on with its result here."""
        self._bridge.hand_over(self, self._aside.submit(work), then, otherwise, self._let_go)

    def _let_go(self) -> None:
        self.publish(is_busy=False)
