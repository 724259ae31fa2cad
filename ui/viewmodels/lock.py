"""The lock: the PIN, and the way in with the recovery key when the PIN is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from PySide6.QtCore import Property, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp import gate
from fieldapp.errors import Refused
from fieldapp.gate import Home
from ui.bridge import Bridge, Known
from ui.viewmodels.stage import StageModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class LockState:
    """`step`: pin, recovery, new or again. `wait_s` counts down to the next try."""

    step: str = "pin"
    problem: str = ""
    wait_s: int = 0
    is_busy: bool = False
    tries: int = 0


@QmlElement
class LockModel(StageModel):
    """Asks for the PIN and hands the database key on."""

    stateChanged = Signal()

    def __init__(
        self, home: Home, bridge: Bridge, aside: Executor, opened: Callable[[bytes], None]
    ) -> None:
        super().__init__(bridge, aside, LockState())
        self._home = home
        self._opened = opened
        self._recovery = ""
        self._new_pin = ""
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)

    @Property(str, notify=stateChanged)
    def step(self) -> str:
        """One of pin, recovery, new, again."""
        return str(self.state.step)

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """What was not right, in words, or ""."""
        return str(self.state.problem)

    @Property(int, notify=stateChanged)
    def waitSeconds(self) -> int:
        """Seconds until the next try; 0 when it may be made now."""
        return int(self.state.wait_s)

    @Property(bool, notify=stateChanged)
    def isBusy(self) -> bool:
        """Whether a PIN is being tried."""
        return bool(self.state.is_busy)

    @Property(int, notify=stateChanged)
    def tries(self) -> int:
        """Counts what was entered so far, so that the pad knows when to empty itself."""
        return int(self.state.tries)

    @Slot()
    def look(self) -> None:
        """Come on screen: see whether there is still a wait."""
        self._wait(gate.pin_wait_s(self._home))

    @Slot(str)
    def enter(self, pin: str) -> None:
        """Take a PIN: the one that opens, or the new one and its repetition."""
        if self.state.is_busy:
            return
        if self.state.step == "pin":
            self._busy()
            self.run_aside(lambda: gate.unlock(self._home, pin), self._fits, self._does_not_fit)
        elif self.state.step == "new":
            self._new_pin = pin
            self.go("again")
        elif pin == self._new_pin:
            self._set_new()
        else:
            self.go("new", "两次输的不一样，从头再输一次。")

    @Slot(str)
    def enterRecovery(self, text: str) -> None:
        """Take the recovery key; a fitting one leads to a new PIN."""
        if self.state.is_busy:
            return
        self._busy()

        def fits(_: bytes) -> None:
            self._recovery = text
            self.go("new")

        self.run_aside(
            lambda: gate.unlock_with_recovery(self._home, text), fits, self._does_not_fit
        )

    @Slot()
    def forgot(self) -> None:
        """Go to the recovery key."""
        self.go("recovery")

    @Slot()
    def remember(self) -> None:
        """Go back to the PIN."""
        self.go("pin")
        self.look()

    def _set_new(self) -> None:
        recovery, wanted = self._recovery, self._new_pin
        self._busy()

        def refused(error: Known) -> None:
            self.go("new", error.sentence)

        self.run_aside(
            lambda: gate.set_pin_with_recovery(self._home, recovery, wanted), self._fits, refused
        )

    def _fits(self, key: bytes) -> None:
        self._recovery = self._new_pin = ""
        self._second.stop()
        self.go("pin")
        self.publish(wait_s=0)
        self._opened(key)

    def _does_not_fit(self, error: Known) -> None:
        self.publish(problem=error.sentence, is_busy=False, tries=self.state.tries + 1)
        if isinstance(error, Refused) and error.field == "pin":
            self._wait(int(getattr(error, "retry_after_s", 0)))

    def _busy(self) -> None:
        self.publish(is_busy=True, problem="")

    def _wait(self, seconds: int) -> None:
        self.publish(wait_s=seconds)
        if seconds > 0:
            self._second.start()

    def _count_down(self) -> None:
        left = max(0, self.state.wait_s - 1)
        self.publish(wait_s=left, problem=self.state.problem if left else "")
        if left == 0:
            self._second.stop()
