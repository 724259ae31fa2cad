"""The network thread: rounds of sync on a schedule, now when asked, never while told to be offline.

It is started after the first screen is up and speaks to nobody but its listener.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import replace

from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog
from fieldapp.rounds import sync_now
from fieldapp.session import Connect, Session
from sync.client import Progress
from sync.schedule import next_wait_s
from ui.sync_state import LineState, LoopState

log = EventLog("sync")

QUIET_S = 300.0
"""Seconds between rounds when nothing waits."""
_LEAVE_S = 3.0
"""How long closing waits for a round; it is cut off then, which costs nothing but the answer."""
SOON_S = 8.0
"""Seconds after a record was saved until a round is tried, so that several go together."""


class SyncLoop:
    """Runs rounds for one session until closed. `on_state` is called on the network thread."""

    def __init__(
        self,
        session: Session,
        connect: Connect,
        on_state: Callable[[LoopState], None],
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._session = session
        self._connect = connect
        self._on_state = on_state
        self._chance = chance
        self._wake = threading.Condition()
        self._wait_s: float | None = 0.0
        self._is_wanted = False
        self._is_closing = False
        self._is_cancelled = False
        self._is_sparing = False
        self._broken = 0
        self.state = LoopState()
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)

    @property
    def is_offline(self) -> bool:
        """Whether the person has told it to leave the network alone."""
        return self.state.line is LineState.OFF

    def start(self) -> None:
        """Begin; the first round follows at once unless offline. Again is nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def try_now(self) -> None:
        """Run a round now, whatever the schedule says."""
        with self._wake:
            if self.is_offline:
                self._say(line=LineState.UNKNOWN)
            self._is_wanted = True
            self._wake.notify()

    def saved(self) -> None:
        """Run a round soon, because something was written. Says nothing while the line is away."""
        with self._wake:
            if self.state.line in (LineState.REACHED, LineState.UNKNOWN):
                self._wait_s = SOON_S if self._wait_s is None else min(self._wait_s, SOON_S)
                self._wake.notify()

    def cancel(self) -> None:
        """Stop the round under way; what was accepted until then stays."""
        self._is_cancelled = True

    def set_offline(self, is_offline: bool) -> None:
        """Leave the network alone, or come back to it."""
        with self._wake:
            if is_offline:
                self._is_cancelled = True
                self._is_wanted = False
                self._say(line=LineState.OFF, trouble="", code="")
            elif self.is_offline:
                self._say(line=LineState.UNKNOWN)
                self._is_wanted = True
            self._wake.notify()

    def set_sparing(self, is_sparing: bool) -> None:
        """Run no round but those asked for, to spare the battery; or go on as before."""
        with self._wake:
            self._is_sparing = is_sparing
            self._wake.notify()

    def close(self) -> None:
        """Stop the round under way and end the thread."""
        with self._wake:
            self._is_closing = self._is_cancelled = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=_LEAVE_S)

    def _live(self) -> None:
        while True:
            with self._wake:
                is_due = False
                while not (is_due or self._is_closing):
                    is_due = self._is_due()
                if self._is_closing:
                    return
                self._is_wanted = self._is_cancelled = False
                self._say(line=LineState.RUNNING, sent=0, received=0, snapshot_bytes=0)
            wait_s = self._round()
            with self._wake:
                self._wait_s = wait_s

    def _is_due(self) -> bool:
        """Wait until woken or until the time has come; say whether a round is due."""
        if self._is_wanted:
            return True
        waited = self._wait_s
        if self.is_offline or self._is_sparing or waited is None:
            self._wake.wait()
            return self._is_wanted
        if waited <= 0:
            return True
        woken = self._wake.wait(waited)
        if not woken:
            self._wait_s = 0.0
        return not woken

    def _round(self) -> float:
        """Run one round; give the seconds until the next one."""
        try:
            told = self._exchange()
        except (Refused, Trouble) as error:
            return self._broke(error)
        except Exception as error:  # noqa: BLE001 - a bug in a round must not end the thread
            if self._is_closing:
                return QUIET_S
            log.error("round-bug", error=error)
            trouble = "这次没有送完，写的都在这台平板上。把“我的”里的问题报告交给社区。"
            return self._broke(Trouble("bug", trouble))
        self._broken = 0
        if not self.is_offline:
            self._say(line=LineState.REACHED, trouble="", code="", rounds=self.state.rounds + 1)
        self._count(told)
        return QUIET_S

    def _exchange(self) -> Progress:
        line = self._connect.again(self._session.enlisted)
        try:
            return sync_now(
                self._session,
                line,
                is_cancelled=lambda: self._is_cancelled,
                on_progress=self._count,
            )
        finally:
            line.close()

    def _broke(self, error: Refused | Trouble) -> float:
        self._broken += 1
        if not self.is_offline:
            self._say(
                line=LineState.UNKNOWN if error.code == "cancelled" else LineState.AWAY,
                trouble=error.sentence,
                code=error.code,
                rounds=self.state.rounds + 1,
            )
        retry_after_s = error.retry_after_s if isinstance(error, Trouble) else None
        return next_wait_s(self._broken, self._chance(), retry_after_s)

    def _count(self, told: Progress) -> None:
        self._say(sent=told.retired, received=told.received, snapshot_bytes=told.snapshot_bytes)

    def _say(self, **changes: object) -> None:
        state = replace(self.state, **changes)  # type: ignore[arg-type]  # its own fields
        if state != self.state:
            self.state = state
            self._on_state(state)
