"""The window: shows the lock or the wizard, opens the session, loads QML, minds the idle.

All that is imported here is read before the lock is drawn; what comes after the PIN is in `work`
and made ready in `ahead`. Nothing on the way touches the network.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from fieldapp.errors import Trouble
from fieldapp.gate import Home, HomeState, is_open_elsewhere
from fieldapp.log import log_to_folder
from ui import theme
from ui.ahead import Ahead
from ui.bridge import Bridge
from ui.composing import Composing
from ui.dialog_words import speak_chinese
from ui.line import HttpConnect
from ui.viewmodels.lock import LockModel
from ui.viewmodels.shell import ShellModel, Ways

if TYPE_CHECKING:
    from fieldapp.session import Connect, Session
    from ui.idle import Idle
    from ui.second_start import Doorbell
    from ui.viewmodels.base import ViewModel
    from ui.work import Work

MAIN = theme.QML_FOLDER / "Main.qml"


class FieldApp(QObject, Ways):
    """One window over one home; the composition root."""

    def __init__(
        self,
        home: Home,
        connect: Connect | None = None,
        *,
        syncs: bool = True,
    ) -> None:
        super().__init__()
        self.home = home
        self.session: Session | None = None
        self.work: Work | None = None
        self._connect: Connect = connect or HttpConnect()
        self._syncs = syncs
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self.bridge = Bridge(self)
        self.shell = ShellModel(self)
        self.shell.ways = self
        self.shell.put("lock", LockModel(home, self.bridge, self._aside, self._unlocked))
        self.bridge.refused.connect(self.shell.say)
        self.bridge.crashed.connect(lambda report: self.shell.publish(crash=report))
        self.engine = QQmlApplicationEngine(self)
        self.theme = theme.install(self.engine)
        self.ahead = Ahead(self.engine, self.bridge, self)
        self.window: QQuickWindow | None = None
        self.idle: Idle | None = None
        self.brought: Path | None = None
        self.bell: Doorbell | None = None
        self.composing = Composing(self)

    # --- the life of the window -----------------------------------------------------------------

    def start(self) -> None:
        """Show the first screen: the wizard, the lock, or why the home cannot be opened."""
        self.shell.publish(is_demo=self.home.is_demo, stage="opening")
        try:
            self.home.lock()
            state = self.home.state
            was_cut_off = not self.home.installation_file.exists()
            if state in (HomeState.EMPTY, HomeState.UNFINISHED) or (
                state is HomeState.ENROLLED and was_cut_off
            ):
                self._begin_wizard()
            else:
                self.home.require_enrolled()
                self.shell.publish(stage="lock")
        except Trouble as trouble:
            self.shell.publish(stage="halted", halted=trouble.sentence)

    def _begin_wizard(self) -> None:
        from ui.viewmodels.wizard import WizardModel

        self.shell.put(
            "wizard",
            WizardModel(self.home, self._connect, self.bridge, self._aside, self.enter),
        )
        self.shell.publish(stage="wizard")

    def load(self, *, width: int = 1280, height: int = 800) -> QQuickWindow:
        """Load QML and show the window."""
        self.engine.setInitialProperties({"shell": self.shell, "width": width, "height": height})
        self.engine.load(QUrl.fromLocalFile(str(MAIN)))
        roots = self.engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError("the window's QML does not load")
        self.window = roots[0]
        # Drawn on a thread of its own, several frames may be told before the first is heard of.
        self.window.frameSwapped.connect(self._drawn, Qt.ConnectionType.SingleShotConnection)
        self.composing.watch(self.window)
        self._mind_idleness()
        return self.window

    def enter(self, session: Session) -> None:
        """Begin work in an opened session."""
        from ui import photo_images
        from ui.idle import Idle
        from ui.viewmodels.pin_change import PinChangeModel
        from ui.viewmodels.recovery_change import RecoveryChangeModel
        from ui.work import Work

        self.session = session
        self.shell.put("pin", PinChangeModel(self.home, self.bridge, self._aside))
        self.shell.put("recovery", RecoveryChangeModel(self.home, self.bridge, self._aside))
        self.work = Work(session, self._connect, self.shell, self.theme, self.bridge)
        self.engine.addImageProvider(photo_images.NAME, self.work.photos.images)
        if self._syncs:
            self.work.sync_later()
        self._show_brought()
        self.idle = Idle(self)
        self.idle.over.connect(self.lock)
        self.idle.begin()
        self._mind_idleness()

    def close(self) -> None:
        """Finish what is being saved and leave."""
        self.finish_word()
        if self.bell is not None:
            self.bell.close()
        if self.idle is not None:
            self.idle.end()
        if self.work is not None:
            self.work.close()
        self.ahead.close()
        self._aside.shutdown(wait=True, cancel_futures=True)
        if self.session is not None:
            self.session.close()
        self.bridge.close()
        self.home.unlock()
        if self.window is not None:
            self.window.close()
        # Now, and not when Python tidies up: by then the models would be gone before the pages.
        self.engine.deleteLater()
        QCoreApplication.sendPostedEvents(self.engine, QEvent.Type.DeferredDelete)

    def listen(self) -> None:
        """Hear of further starts over this home from now on."""
        from ui.second_start import Doorbell

        self.bell = Doorbell(self.home, self)
        self.bell.rung.connect(self.come_forward)

    def come_forward(self, file: str = "") -> None:
        """Come to the front; a stick's file is shown on its page now, or after the PIN."""
        if self.window is not None:
            is_put_away = self.window.windowStates() & Qt.WindowState.WindowMinimized
            if is_put_away:
                self.window.setWindowStates(self.window.windowStates() ^ is_put_away)
            self.window.show()
            self.window.raise_()
            self.window.requestActivate()
        if file:
            self.brought = Path(file)
        if self.session is not None:
            self._show_brought()

    def _show_brought(self) -> None:
        if self.brought is None or self.shell.state.is_locked:
            return
        argument, self.brought = f"open:{self.brought}", None
        page = self.shell.model("stick") if self.shell.state.page == "stick" else None
        if page is None:
            self.shell.open("stick", argument)
        else:
            cast("ViewModel", page).show(argument)

    # --- what the frame asks for ------------------------------------------------------------------

    def sync_now(self) -> None:
        """Try a round now."""
        if self.work is not None:
            self.work.sync_now()

    def cancel_sync(self) -> None:
        """Stop the round under way."""
        if self.work is not None:
            self.work.loop.cancel()
            self.work.photos.cancel()

    def set_offline(self, is_offline: bool) -> None:
        """Leave the network alone, or come back to it."""
        if self.work is not None:
            self.work.set_offline(is_offline)

    def lock(self) -> None:
        """Ask for the PIN; what is half typed stays under the lock."""
        if self.session is not None and not self.shell.state.is_locked:
            self.finish_word()
            self.shell.publish(is_locked=True)
            if self.work is not None:
                self.work.read_clocks()

    def finish_word(self) -> None:
        """Put the word under composition into its field."""
        self.composing.finish()

    # --- from the stages and the other threads ---------------------------------------------------

    def _drawn(self) -> None:
        """Make ready what comes after the PIN, now that the lock can be seen."""
        if self.shell.state.stage == "lock":
            self.ahead.begin()

    def _mind_idleness(self) -> None:
        if self.window is not None and self.idle is not None:
            self.idle.watch(self.window)

    def _unlocked(self, key: bytes) -> None:
        """Go on after the right PIN: open the session, or lift the lock from the open one."""
        if self.session is not None:
            unread = self.shell.state.banner
            self.shell.publish(is_locked=False)
            self._show_brought()
            self.shell.publish(banner=unread or self.shell.state.banner)
            if self.idle is not None:
                self.idle.begin()
            return
        self.shell.publish(stage="opening")
        self.bridge.hand_over(self, self._aside.submit(self._open, key), self.enter, self._halted)

    def _open(self, key: bytes) -> Session:
        self.ahead.wait()
        from fieldapp.session import open_session

        return open_session(self.home, key)

    def _halted(self, error: Exception) -> None:
        self.shell.publish(stage="halted", halted=getattr(error, "sentence", ""))


TABLET = (1280, 800)
"""Pixels of a 10″ tablet, which the screens are drawn for."""
_FRAME = 48
"""Pixels that a desktop lays around a window, at most."""


def fitting_size() -> tuple[int, int]:
    """Give a tablet's size, or what of it this screen has room for."""
    room = QGuiApplication.primaryScreen().availableGeometry()
    return min(TABLET[0], room.width()), min(TABLET[1], room.height())


def settle_on_screen(window: QQuickWindow) -> None:
    """Take the whole of a screen that has no room for a tablet's size and a frame around it."""
    room = window.screen().availableGeometry()
    if room.width() < TABLET[0] + _FRAME or room.height() < TABLET[1] + _FRAME:
        window.showMaximized()


def run(home_folder: Path | None = None, brought: Path | None = None) -> int:
    """Open the window over a home and stay until it is closed; gives the exit code.

    `brought` is a stick's file that the window was opened with: its page comes after the PIN. A
    window that is open over this home already takes it, and this start ends.
    """
    qt = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    home = Home(home_folder)
    if is_open_elsewhere(home):
        from ui.second_start import is_taken_over

        if is_taken_over(home, brought):
            return 0
    app = open_window(home, brought)
    assert app.window is not None
    settle_on_screen(app.window)
    code = qt.exec()
    app.close()
    return code


def open_window(home: Home, brought: Path | None = None) -> FieldApp:
    """Open the window over a home, with its first screen on."""
    qt = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    qt.setApplicationName("fieldapp")
    QGuiApplication.setDesktopFileName("fieldapp")  # by which a desktop finds the icon
    log_to_folder(home.log_folder)
    speak_chinese(qt)
    app = FieldApp(home)
    app.brought = brought
    report_bugs_to(app.bridge)
    app.start()
    width, height = fitting_size()
    window = app.load(width=width, height=height)
    if app.shell.state.stage != "halted":
        window.frameSwapped.connect(app.listen, Qt.ConnectionType.SingleShotConnection)
    return app


def report_bugs_to(bridge: Bridge) -> None:
    """Send whatever nobody caught, on any thread, to the crash dialog."""

    def on_this_thread(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            bridge.report(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def elsewhere(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        if error is not None:
            bridge.call(bridge, lambda: bridge.report(error))

    sys.excepthook = on_this_thread
    threading.excepthook = elsewhere
