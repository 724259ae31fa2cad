"""The first run: server and code, PIN twice, the recovery key kept safe, the first sync."""

from __future__ import annotations

import platform
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from PySide6.QtCore import Property, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.errors import Refused
from fieldapp.rounds import sync_now
from fieldapp.session import (
    Connect,
    Enrolment,
    Home,
    Session,
    enrol,
    keys,
    new_pin,
    open_session,
)
from sync.client import Progress
from ui.bridge import Bridge, Known
from ui.qt_types import QStringList
from ui.viewmodels.recovery_sheet import is_last_group, keep_at
from ui.viewmodels.stage import StageModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class WizardState:
    """`step`: where, pin, again, enrolling, key, confirm, sync. Counts are of the first sync."""

    step: str = "where"
    server: str = ""
    code: str = ""
    problem: str = ""
    field: str = ""
    recovery: str = ""
    kept: str = ""
    is_busy: bool = False
    person: str = ""
    received: int = 0
    bytes: int = 0
    is_broken: bool = False
    tries: int = 0


@QmlElement
class WizardModel(StageModel):
    """Leads from an empty home to an opened session; every step can be tried again."""

    stateChanged = Signal()

    def __init__(
        self,
        home: Home,
        connect: Connect,
        bridge: Bridge,
        aside: Executor,
        opened: Callable[[Session], None],
    ) -> None:
        super().__init__(bridge, aside, WizardState())
        self._home = home
        self._connect = connect
        self._opened = opened
        self._pin = ""
        self._session: Session | None = None
        self._is_cancelled = False

    @Property(str, notify=stateChanged)
    def step(self) -> str:
        """One of where, pin, again, enrolling, key, confirm, sync."""
        return str(self.state.step)

    @Property(str, notify=stateChanged)
    def server(self) -> str:
        """The server's address as typed."""
        return str(self.state.server)

    @Property(str, notify=stateChanged)
    def code(self) -> str:
        """The one-time code as typed."""
        return str(self.state.code)

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """What is in the way, in words, or ""."""
        return str(self.state.problem)

    @Property(str, notify=stateChanged)
    def problemField(self) -> str:
        """The input that the problem is about: server, code, pin, or ""."""
        return str(self.state.field)

    @Property(QStringList, notify=stateChanged)
    def recoveryGroups(self) -> list[str]:
        """The recovery key in its groups of four."""
        return str(self.state.recovery).split("-") if self.state.recovery else []

    @Property(str, notify=stateChanged)
    def kept(self) -> str:
        """What was done to keep the recovery key, in words, or ""."""
        return str(self.state.kept)

    @Property(bool, notify=stateChanged)
    def isBusy(self) -> bool:
        """Whether something is under way that must be waited for."""
        return bool(self.state.is_busy)

    @Property(str, notify=stateChanged)
    def person(self) -> str:
        """The name the code was made for, once it is known."""
        return str(self.state.person)

    @Property(int, notify=stateChanged)
    def received(self) -> int:
        """How many changes the first sync has brought."""
        return int(self.state.received)

    @Property(int, notify=stateChanged)
    def receivedKilobytes(self) -> int:
        """How much the first sync has brought."""
        return int(self.state.bytes) // 1024

    @Property(bool, notify=stateChanged)
    def isBroken(self) -> bool:
        """Whether the first sync stopped and waits to be tried again."""
        return bool(self.state.is_broken)

    @Property(int, notify=stateChanged)
    def tries(self) -> int:
        """Counts PINs taken, so that the pad knows when to empty itself."""
        return int(self.state.tries)

    @Slot(str, str)
    def submitWhere(self, server: str, code: str) -> None:
        """Take the server's address and the code; both are tried after the PIN."""
        missing = _missing(server, code)
        if missing:
            self._stop("where", *missing, server=server, code=code)
        else:
            self._go("pin", server=server.strip(), code=code.strip())

    @Slot(str)
    def enterPin(self, pin: str) -> None:
        """Take the PIN, and take it again."""
        if self.state.step == "pin":
            self._first_pin(pin)
        elif pin == self._pin:
            self._enrol()
        else:
            self._stop("pin", "两次输的不一样，从头再输一次。", "pin")

    @Slot()
    def backToWhere(self) -> None:
        """Go back to server and code; what was typed is still there."""
        self._go("where")

    @Slot(QUrl)
    def saveRecovery(self, target: QUrl) -> None:
        """Write the recovery key into a file the person chose; .pdf makes a page to print."""
        kept, problem = keep_at(target.toLocalFile(), self.state.recovery)
        self.publish(kept=kept, problem=problem)

    @Slot()
    def wroteDown(self) -> None:
        """Go on to the confirmation."""
        self._go("confirm")

    @Slot()
    def showKeyAgain(self) -> None:
        """Go back to the recovery key."""
        self._go("key")

    @Slot(str)
    def confirm(self, last_group: str) -> None:
        """Compare the last group of the recovery key; the right one begins the first sync."""
        if not is_last_group(last_group, str(self.state.recovery)):
            self._stop("confirm", "和最后一组对不上。回去再看一眼，照着输。", "confirm")
            return
        self._go("sync", recovery="")
        self.sync()

    @Slot()
    def sync(self) -> None:
        """Run the first sync, or try it again."""
        session = self._session
        if session is None or self.state.is_busy:
            return
        self._is_cancelled = False
        self.publish(is_busy=True, is_broken=False, problem="")
        self.run_aside(lambda: self._first_round(session), self._synced, self._broke)

    @Slot()
    def cancelSync(self) -> None:
        """Stop the first sync; it can be tried again."""
        self._is_cancelled = True

    @Slot()
    def later(self) -> None:
        """Open the window without waiting for the first sync."""
        self._is_cancelled = True
        self._finish()

    def _first_pin(self, pin: str) -> None:
        try:
            new_pin(pin)
        except Refused as refused:
            self._stop("pin", refused.sentence, "pin")
            return
        self._pin = pin
        self._go("again")

    def _enrol(self) -> None:
        wish = Enrolment(self.state.server, self.state.code, self._pin, platform.node()[:60])
        pin = self._pin
        self._go("enrolling", is_busy=True)

        def work() -> tuple[str, Session]:
            recovery = enrol(self._home, self._connect, wish)
            return recovery, open_session(self._home, keys.unlock(self._home, pin))

        self.run_aside(work, self._enrolled, self._not_enrolled)

    def _enrolled(self, result: tuple[str, Session]) -> None:
        recovery, self._session = result
        self._pin = ""
        self._go("key", recovery=recovery, person=self._session.enlisted.person_name)

    def _not_enrolled(self, error: Known) -> None:
        field = (error.field or "") if isinstance(error, Refused) else ""
        self._stop("where", error.sentence, field)

    def _first_round(self, session: Session) -> None:
        line = self._connect.again(session.enlisted)
        try:
            sync_now(
                session,
                line,
                is_cancelled=lambda: self._is_cancelled,
                on_progress=lambda told: self._tell(told.received, told.snapshot_bytes),
            )
        finally:
            line.close()

    def _tell(self, received: int, size: int) -> None:
        self._bridge.call(self, lambda: self.publish(received=received, bytes=size))

    def _synced(self, _: Progress | None) -> None:
        self.publish(is_busy=False)
        self._finish()

    def _broke(self, error: Known) -> None:
        self.publish(is_busy=False, is_broken=True, problem=error.sentence)

    def _finish(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._opened(session)

    def _go(self, step: str, **changes: object) -> None:
        fresh: dict[str, object] = {"problem": "", "field": "", "is_busy": False, "kept": ""}
        self.publish(**(fresh | {"step": step, "tries": self.state.tries + 1} | changes))

    def _stop(self, step: str, problem: str, field: str, **changes: object) -> None:
        self._go(step, problem=problem, field=field, **changes)


def _missing(server: str, code: str) -> tuple[str, str] | None:
    if not server.strip():
        return "服务器的地址还没有填，登记单上有。", "server"
    if not code.strip():
        return "登记码还没有填，登记单上有。", "code"
    return None
