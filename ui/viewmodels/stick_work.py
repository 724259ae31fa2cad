"""What the pages of a stick share: one piece of work under way, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import Property, QObject, Signal, Slot

from ui.bridge import Known
from ui.viewmodels.base import ViewModel, Workplace

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class StickWorkState:
    """`busy`: what is under way, or ""; `lines`: what came of the last, its result first."""

    busy: str = ""
    share: float = 0.0
    lines: tuple[str, ...] = ()
    is_well: bool = True


class StickWork(ViewModel):
    """A page that does one thing at a time on the stick's thread; its state is a StickWorkState."""

    workChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: StickWorkState
        assert place.stick is not None
        self.stick = place.stick()

    @Property(str, notify=workChanged)
    def busy(self) -> str:
        """What is under way, or ""."""
        return self.state.busy

    @Property(float, notify=workChanged)
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return self.state.share

    @Property(str, notify=workChanged)
    def result(self) -> str:
        """What was done, or why it was not."""
        return self.state.lines[0] if self.state.lines else ""

    @Property(str, notify=workChanged)
    def resultNote(self) -> str:
        """What that means, and what to do now."""
        return "\n".join(self.state.lines[1:])

    @Property(bool, notify=workChanged)
    def isWell(self) -> bool:
        """Whether it came through."""
        return self.state.is_well

    @Slot()
    def stop(self) -> None:
        """Stop what is under way."""
        self.stick.cancel()

    @Slot()
    def back(self) -> None:
        """Leave the page; what is under way goes on."""
        self.place.back()

    def publish(self, state: object) -> None:
        """Announce the work too: the notifier of a property here must be a signal from here."""
        is_new = state != self.state
        super().publish(state)
        if is_new:
            self.workChanged.emit()

    def begin(self, busy: str, future: Future[R], then: Callable[[R], None]) -> None:
        """Show what is under way; go on with its result, or with `failed`."""
        self.publish(replace(self.state, busy=busy, share=0.0, lines=()))
        self.place.bridge.hand_over(self, future, then, self.failed, self._let_go)

    def on_share(self, share: float) -> None:
        """Show from any thread how much is done."""
        self.place.bridge.call(self, lambda: self._show_share(share))

    def failed(self, error: Known) -> None:
        """Say why it did not come through."""
        raise NotImplementedError

    def _let_go(self) -> None:
        self.publish(replace(self.state, busy=""))

    def _show_share(self, share: float) -> None:
        if self.state.busy:
            self.publish(replace(self.state, share=share))
