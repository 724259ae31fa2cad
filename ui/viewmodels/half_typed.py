"""Half-typed text: on the disk soon after the hand, back in its form after a kill, or let go.

The one mechanism of all forms. The text is asked for when it is written, so that what was said
meanwhile is not kept as if it were still to be said.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.kept_text import KeepText
from ui.viewmodels.base import Workplace

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

KEEP_MS = 700
"""How far the disk may be behind the hand; also while somebody types without a pause."""


@QmlElement
class HalfTyped(QObject):
    """What is typed in one place. `read` gives it, None when there is nothing to be kept now."""

    changed = Signal()

    def __init__(
        self,
        place: Workplace,
        parent: QObject,
        read: Callable[[], str | None],
        dropped: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._read = read
        self._dropped = dropped
        self._key = self._kept = ""
        self._is_back = False
        self._timer = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._timer.timeout.connect(self._write_now)
        qt = QCoreApplication.instance()
        if qt is not None:
            qt.aboutToQuit.connect(self.flush)

    @Property(bool, notify=changed)
    def isBack(self) -> bool:
        """Whether what was half typed an earlier time has been put back."""
        return self._is_back

    @Slot()
    def drop(self) -> None:
        """Let go what was put back: 不要了."""
        self.settle()
        self._dropped()

    def open(self, key: str, then: Callable[[str], None]) -> None:
        """Begin in another place; `then` gets what was half typed there, or ""."""
        self.begin(key)

        def arrived(kept: str) -> None:
            if key != self._key:
                return
            self._kept = kept
            then(kept)
            self._say_back(bool(kept))

        self._place.bridge.hand_over(self, self._place.desk.ask(KeptTextQuery(key)), arrived)

    def begin(self, key: str) -> None:
        """Begin in another place where nothing is put back."""
        self.flush()
        self._key, self._kept = key, ""
        self._say_back(False)

    def touch(self) -> None:
        """Say that something was typed; it is written soon."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Write at once what is not written yet."""
        if self._timer.isActive():
            self._timer.stop()
            self._write_now()

    def settle(self) -> None:
        """Forget it: what was typed was said."""
        self._timer.stop()
        self._write("")
        self._say_back(False)

    def forget(self, key: str) -> None:
        """Forget what was half typed in a place that may have been left by now: it was said."""
        if key == self._key:
            self.settle()
        else:
            self._save(key, "")

    def settled(self) -> None:
        """Know that somebody else forgot it in the act of saying it."""
        self._timer.stop()
        self._kept = ""

    def _write_now(self) -> None:
        text = self._read()
        if text is not None:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._key and text != self._kept:
            self._kept = text
            self._save(self._key, text)

    def _save(self, key: str, text: str) -> None:
        saving = self._place.desk.do(KeepText(key, text))
        self._place.bridge.hand_over(self, saving, lambda _: None)

    def _say_back(self, is_back: bool) -> None:
        if is_back != self._is_back:
            self._is_back = is_back
            self.changed.emit()
