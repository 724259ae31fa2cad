"""The one way from other threads to the screen, and the one place where errors arrive.

A Future's result is handed over on Qt's thread. What comes for a view-model that is gone is
dropped. `Refused` and `Trouble` become a sentence, anything else is a bug and becomes a report.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fieldapp.crash import redacted_report
from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog

R = TypeVar("R")
Known = Refused | Trouble
log = EventLog("face")


class Bridge(QObject):
    """Carries results, and calls from other threads, to the thread of the screen."""

    refused = Signal(str)
    crashed = Signal(str)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = True
        self.under_way = 0
        self._screen = threading.get_ident()
        self._arrived.connect(self._run)

    def close(self) -> None:
        """Let nothing through any more."""
        self._is_open = False

    def hand_over(
        self,
        owner: QObject,
        future: Future[R],
        then: Callable[[R], None],
        otherwise: Callable[[Known], None] | None = None,
        let_go: Callable[[], None] | None = None,
    ) -> None:
        """Call `then` with the result, while `owner` lives; `otherwise` with a known error.

        Without `otherwise` a known error becomes the banner's sentence. Before that, and before a
        bug is reported, `let_go` is called: whoever waits for an answer waits no longer.
        """
        self.under_way += 1
        alive = weakref.ref(owner)

        def arrive() -> None:
            self.under_way -= 1
            target = alive()
            if target is not None and shiboken6.isValid(target):
                self._settle(future, then, otherwise, let_go)

        future.add_done_callback(lambda _: self._send(arrive))

    def call(self, owner: QObject, work: Callable[[], None]) -> None:
        """Call `work` on the screen's thread, while `owner` lives; from any thread."""
        alive = weakref.ref(owner)

        def arrive() -> None:
            target = alive()
            if target is not None and shiboken6.isValid(target):
                work()

        self._send(arrive)

    def report(self, error: BaseException) -> None:
        """Tell a bug: to the log, and to the crash dialog, without its words."""
        log.error("bug", error=error)
        self.crashed.emit(redacted_report(error))

    def _send(self, arrive: Callable[[], None]) -> None:
        """Have it run on the screen's thread, and never within the call that sends it."""
        if not self._is_open or not shiboken6.isValid(self):
            return
        if threading.get_ident() == self._screen:
            QTimer.singleShot(0, self, lambda: self._run(arrive))
        else:
            self._arrived.emit(arrive)

    @Slot(object)
    def _run(self, arrive: Callable[[], None]) -> None:
        if not self._is_open:
            return
        try:
            arrive()
        except (Refused, Trouble) as error:
            self.refused.emit(error.sentence)
        except Exception as error:  # noqa: BLE001 - the place where the face's bugs end
            self.report(error)

    def _settle(
        self,
        future: Future[Any],
        then: Callable[[Any], None],
        otherwise: Callable[[Known], None] | None,
        let_go: Callable[[], None] | None,
    ) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            then(future.result())
        elif isinstance(error, Refused | Trouble) and otherwise is not None:
            otherwise(error)
        else:
            if let_go is not None:
                let_go()
            raise error
