"""Another recovery key: the PIN, the key to keep safe, its last group typed; then the old ends."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from PySide6.QtCore import Property, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.gate import Home, change_recovery, draw_recovery
from ui.bridge import Bridge, Known
from ui.qt_types import QStringList
from ui.viewmodels.recovery_sheet import is_last_group, keep_at
from ui.viewmodels.stage import StageModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class RecoveryChangeState:
    """`step`: pin, key, confirm or done; `tries` counts so that the pad empties itself."""

    step: str = "pin"
    problem: str = ""
    recovery: str = ""
    kept: str = ""
    tries: int = 0
    is_busy: bool = False


@QmlElement
class RecoveryChangeModel(StageModel):
    """Makes a new recovery key of the home that is open; until the end the old one still opens."""

    stateChanged = Signal()

    def __init__(self, home: Home, bridge: Bridge, aside: Executor) -> None:
        super().__init__(bridge, aside, RecoveryChangeState())
        self._home = home
        self._pin = ""

    @Property(str, notify=stateChanged)
    def step(self) -> str:
        """One of pin, key, confirm, done."""
        return str(self.state.step)

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """What was not right, or ""."""
        return str(self.state.problem)

    @Property(QStringList, notify=stateChanged)
    def groups(self) -> list[str]:
        """The new key in its groups of four."""
        return str(self.state.recovery).split("-") if self.state.recovery else []

    @Property(str, notify=stateChanged)
    def kept(self) -> str:
        """What was done to keep it, in words, or ""."""
        return str(self.state.kept)

    @Property(int, notify=stateChanged)
    def tries(self) -> int:
        """Counts what was entered."""
        return int(self.state.tries)

    @Slot()
    def begin(self) -> None:
        """Begin from the PIN; a key drawn before and not confirmed is forgotten."""
        self._pin = ""
        self._go("pin", recovery="")

    @Slot(str)
    def enterPin(self, pin: str) -> None:
        """Draw a new key for the right PIN."""
        if self.state.step != "pin" or self.state.is_busy:
            return
        self._pin = pin
        self.publish(is_busy=True, problem="")
        self.run_aside(lambda: draw_recovery(self._home, pin), self._drawn, self._not_opened)

    @Slot(QUrl)
    def save(self, target: QUrl) -> None:
        """Write the key into a file the person chose; .pdf makes a page to print."""
        kept, problem = keep_at(target.toLocalFile(), self.state.recovery)
        self.publish(kept=kept, problem=problem)

    @Slot()
    def wroteDown(self) -> None:
        """Go on to the confirmation."""
        self._go("confirm")

    @Slot()
    def showAgain(self) -> None:
        """Go back to the key."""
        self._go("key")

    @Slot(str)
    def confirm(self, last_group: str) -> None:
        """Compare the last group; the right one ends the old key."""
        if self.state.is_busy:
            return
        pin, recovery = self._pin, str(self.state.recovery)
        if not is_last_group(last_group, recovery):
            self._go("confirm", problem="和最后一组对不上。回去再看一眼，照着输。")
            return
        self.publish(is_busy=True, problem="")

        def done(_: None) -> None:
            self._pin = ""
            self._go("done", recovery="")

        self.run_aside(lambda: change_recovery(self._home, pin, recovery), done, self._not_opened)

    def _drawn(self, recovery: str) -> None:
        self._go("key", recovery=recovery)

    def _not_opened(self, error: Known) -> None:
        self._pin = ""
        self._go("pin", problem=error.sentence, recovery="")

    def _go(self, step: str, **changes: object) -> None:
        fresh: dict[str, object] = {"problem": "", "kept": "", "is_busy": False}
        self.publish(**(fresh | {"step": step, "tries": self.state.tries + 1} | changes))
