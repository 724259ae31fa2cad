"""Work in an opened session: the pages' workplace, the network thread, what was left half done.

It is imported while the PIN is typed, and brings what only work needs.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldapp.queries.notices import Notice, NoticesQuery
from fieldapp.session import Connect, Session
from ui.bridge import Bridge
from ui.look import restore_look
from ui.photo_work import PhotoLine, PhotoWork
from ui.power import Power
from ui.sync_loop import SyncLoop
from ui.sync_state import LineState, LoopState
from ui.theme import ThemeSource
from ui.viewmodels.base import Workplace
from ui.viewmodels.shell import ShellModel
from ui.viewmodels.visit_left_over import finish_left_over

if TYPE_CHECKING:
    from ui.stick import StickDesk

SETTLED_MS, FIRST_ROUND_MS, EXAMINE_MS = 300, 1_500, 6_000
"""When the first page is up: what was left half done; the network; an examination of the file."""
_SAID = ("rebuilt", "copy")
"""Notices that are said at once, also where nothing was lost."""
_SAID_ELSEWHERE = ("away",)
"""今天 has a line for it, and a page of its own while the records are closed."""

_PHOTO_LINE = frozenset({"photo_line"})
"""What pages watch that tell how bringing photographs goes."""


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
        self._session = session
        self._shell = shell
        self._bridge = bridge
        self.loop = SyncLoop(session, connect, self._on_line)
        self._unwatch = session.desk.watch(self._on_kinds)
        self._is_closed = False
        self._owes_examination = False
        self.power = Power(theme, self._spare, shell.say, self)
        self._connect = connect
        self._stick: StickDesk | None = None
        self._brought_after = 0
        self.photos = PhotoWork(session, connect, self._on_photos, self.loop.saved)
        self._place = Workplace(
            session.desk,
            bridge,
            session.clock,
            session.enlisted,
            shell.open,
            shell.back,
            shell.say,
            self.photos,
            stick=self._stick_desk,
        )
        self._upkeep = ThreadPoolExecutor(1, thread_name_prefix="upkeep")
        self._told: set[str] = set()
        self._owes_left_over = False
        restore_look(theme, bridge, session.desk)
        shell.enter(self._place, is_demo=session.home.is_demo)
        QTimer.singleShot(SETTLED_MS, self, self._finish_left_over)
        QTimer.singleShot(EXAMINE_MS, self, self._look_after)

    def sync_later(self) -> None:
        """Begin with rounds once the first page has been up for a moment, if the battery allows."""
        QTimer.singleShot(SETTLED_MS, self, self._watch_power)
        QTimer.singleShot(FIRST_ROUND_MS, self, self._start_loop)

    def sync_now(self) -> None:
        """Try a round now, and photographs after it."""
        self._start_loop()
        self.photos.forget_waiting()
        self.loop.try_now()

    def set_offline(self, is_offline: bool) -> None:
        """Leave the network alone, or come back to it."""
        self._start_loop()
        self.photos.is_offline = is_offline
        if is_offline:
            self.photos.cancel()
        self.loop.set_offline(is_offline)

    def _spare(self, is_sparing: bool) -> None:
        """Spare the battery, or go on and make up for what waited."""
        self._session.is_sparing = is_sparing
        self.loop.set_sparing(is_sparing)
        if not is_sparing and self._owes_examination:
            self._look_after()

    def _watch_power(self) -> None:
        if not self._is_closed:
            self.power.begin()

    def read_clocks(self) -> None:
        """See whether the records close, now that the PIN is asked for and nobody types."""
        if not self._is_closed:
            done = self._upkeep.submit(self._session.read_clocks)
            self._bridge.hand_over(self, done, lambda _: None)

    def close(self) -> None:
        """Have what is half typed saved, and end the network thread."""
        self._is_closed = True
        self.power.end()
        self._shell.rest()
        self._unwatch()
        self.photos.close()
        self.loop.close()
        if self._stick is not None:
            self._stick.close()
        self._upkeep.shutdown(cancel_futures=True)

    def _stick_desk(self) -> StickDesk:
        """Begin to work with sticks, the first time a page asks."""
        from ui.stick import StickDesk

        if self._stick is None:
            self._stick = StickDesk(self._session, self._connect)
        return self._stick

    def _start_loop(self) -> None:
        if not self._is_closed:
            self.loop.start()

    def _finish_left_over(self) -> None:
        if self._is_closed:
            return
        self._owes_left_over = self._session.desk.is_closed
        if not self._owes_left_over:
            finish_left_over(self._place, self._shell)
        self._tell_notices()

    def _look_after(self) -> None:
        """Examine the file, hold room back and note where the device stands, beside the work."""
        if self._is_closed:
            return
        self._owes_examination = self._session.is_sparing
        done = self._upkeep.submit(self._session.look_after, examine=True)
        self._bridge.hand_over(self, done, lambda _: self._tell_notices())

    def _tell_notices(self) -> None:
        """Say at once what was found out about the device; all of it stays on the sync page."""
        if not self._is_closed:
            asked = self._session.desk.ask(NoticesQuery())
            self._bridge.hand_over(self, asked, self._say_first)

    def _say_first(self, notices: tuple[Notice, ...]) -> None:
        fresh = [one for one in notices if one.code not in (*self._told, *_SAID_ELSEWHERE)]
        first = next((one for one in fresh if one.wants_care or one.code in _SAID), None)
        if first is not None:
            self._told.add(first.code)
            self._shell.say(f"{first.sentence}{first.advice}")

    def _on_kinds(self, kinds: frozenset[str]) -> None:
        self._bridge.call(self._shell, lambda: self._shell.kinds_changed(kinds))
        if kinds - {"sync"}:
            self.loop.saved()
        if "scope" in kinds:  # rebuilt under the work, or another scope is held, closed or opened
            self._bridge.call(self, self._scopes_changed)

    def _scopes_changed(self) -> None:
        self._shell.look_at_lease()
        if self._owes_left_over:
            self._finish_left_over()
        else:
            self._tell_notices()

    def _on_photos(self, _: PhotoLine) -> None:
        self._bridge.call(self._shell, lambda: self._shell.kinds_changed(_PHOTO_LINE))

    def _on_line(self, state: LoopState) -> None:
        if state.line is LineState.REACHED and state.rounds != self._brought_after:
            self._brought_after = state.rounds
            self.photos.bring()
        self._bridge.call(self._shell, lambda: self._shell.line_changed(state))
