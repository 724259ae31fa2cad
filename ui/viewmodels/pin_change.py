"""Another PIN: the one in use, then the new one twice."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.errors import Refused
from fieldapp.gate import Home, change_pin, new_pin
from ui.bridge import Bridge, Known
from ui.viewmodels.stage import StageModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_PROMPTS = {
    "now": "先输现在的 PIN",
    "new": "定一个新的，别用生日和连着的数",
    "again": "再输一次，两次一样才算数",
    "done": "换好了，下次就用新的 PIN",
}


@dataclass(frozen=True, slots=True)
class PinChangeState:
    """`step`: now, new, again or done; `tries` counts so that the pad empties itself."""

    step: str = "now"
    problem: str = ""
    tries: int = 0
    is_busy: bool = False


@QmlElement
class PinChangeModel(StageModel):
    """Changes the PIN of the home that is open."""

    stateChanged = Signal()

    def __init__(self, home: Home, bridge: Bridge, aside: Executor) -> None:
        super().__init__(bridge, aside, PinChangeState())
        self._home = home
        self._now = self._new = ""

    @Property(str, notify=stateChanged)
    def step(self) -> str:
        """One of now, new, again, done."""
        return str(self.state.step)

    @Property(str, notify=stateChanged)
    def prompt(self) -> str:
        """What to press now."""
        return _PROMPTS[self.state.step]

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """What was not right, or ""."""
        return str(self.state.problem)

    @Property(int, notify=stateChanged)
    def tries(self) -> int:
        """Counts what was entered."""
        return int(self.state.tries)

    @Slot()
    def begin(self) -> None:
        """Begin from the PIN in use; what was entered before is forgotten."""
        self._now = self._new = ""
        self.go("now")

    @Slot(str)
    def enter(self, pin: str) -> None:
        """Take what was entered at this step."""
        match self.state.step:
            case _ if self.state.is_busy:
                return
            case "now":
                self._now = pin
                self.go("new")
            case "new":
                self._take_new(pin)
            case "again" if pin == self._new:
                self._change()
            case "again":
                self.go("new", "两次输的不一样，从头再输一次。")

    def _take_new(self, pin: str) -> None:
        try:
            self._new = new_pin(pin)
        except Refused as refused:
            self.go("new", refused.sentence)
        else:
            self.go("again")

    def _change(self) -> None:
        now, new = self._now, self._new
        self.publish(is_busy=True, problem="")

        def done(_: None) -> None:
            self._now = self._new = ""
            self.go("done")

        def refused(error: Known) -> None:
            self.go("now", error.sentence)

        self.run_aside(lambda: change_pin(self._home, now, new), done, refused)
