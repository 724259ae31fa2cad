"""Work in an opened session: the pages' workplace, the network thread, what was left half done.

It is imported while the PIN is typed, and brings what only work needs.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from fieldapp.session import Connect, Session
from ui.bridge import Bridge
from ui.look import restore_look
from ui.sync_loop import SyncLoop
from ui.sync_state import LoopState
from ui.theme import ThemeSource
from ui.viewmodels.base import Workplace
from ui.viewmodels.shell import ShellModel
from ui.viewmodels.visit_left_over import finish_left_over

SETTLED_MS, FIRST_ROUND_MS = 300, 1_500
"""When the first page is up: for what was left half done, and for the network."""


class Work(QObject):
    """One session in the window, until it is closed."""

    def __init__(
        self,
        session: Session,
        connect: Connect,
        shell: ShellModel,
        theme: ThemeSource,
        bridge: Bridge,
    ) -> None:
        super().__init__(shell)
        self._shell = shell
        self._bridge = bridge
        self.loop = SyncLoop(session, connect, self._on_line)
        self._unwatch = session.desk.watch(self._on_kinds)
        self._is_closed = False
        self._place = Workplace(
            session.desk,
            bridge,
            session.clock,
            session.enlisted,
            shell.open,
            shell.back,
            shell.say,
        )
        restore_look(theme, bridge, session.desk)
        shell.enter(self._place, is_demo=session.home.is_demo)
        QTimer.singleShot(SETTLED_MS, self, self._finish_left_over)

    def sync_later(self) -> None:
        """Begin with rounds once the first page has been up for a moment."""
        QTimer.singleShot(FIRST_ROUND_MS, self, self._start_loop)

    def sync_now(self) -> None:
        """Try a round now."""
        self._start_loop()
        self.loop.try_now()

    def set_offline(self, is_offline: bool) -> None:
        """Leave the network alone, or come back to it."""
        self._start_loop()
        self.loop.set_offline(is_offline)

    def close(self) -> None:
        """Have what is half typed saved, and end the network thread."""
        self._is_closed = True
        self._shell.rest()
        self._unwatch()
        self.loop.close()

    def _start_loop(self) -> None:
        if not self._is_closed:
            self.loop.start()

    def _finish_left_over(self) -> None:
        if not self._is_closed:
            finish_left_over(self._place, self._shell)

    def _on_kinds(self, kinds: frozenset[str]) -> None:
        self._bridge.call(self._shell, lambda: self._shell.kinds_changed(kinds))
        if kinds - {"sync"}:
            self.loop.saved()

    def _on_line(self, state: LoopState) -> None:
        self._bridge.call(self._shell, lambda: self._shell.line_changed(state))
