"""The word under composition: whatever takes the cursor away, its letters stay in the field.

Qt asks the input method to hand over what it holds before the cursor leaves. IBus with libpinyin
then lets it go instead, and some answer only when the page has been put away. So the field is
given what it shows half composed before Qt asks, and the input method is told to begin anew.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from shiboken6 import isValid

_BEFORE_LEAVING = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.FocusAboutToChange}
)


class Composing(QObject):
    """Watches where the cursor is in one window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window: QQuickWindow | None = None
        self._field: QQuickItem | None = None
        qt = QCoreApplication.instance()
        if qt is not None:
            qt.aboutToQuit.connect(self.finish)

    def watch(self, window: QQuickWindow) -> None:
        """Finish the word of a field whenever the cursor leaves it."""
        self._window = window
        self._field = window.activeFocusItem()
        window.installEventFilter(self)
        window.activeFocusItemChanged.connect(self._moved)

    def finish(self) -> None:
        """Put the half-composed word into its field now, before what follows looks there."""
        if self._field is not None and _commit(self._field):
            QGuiApplication.inputMethod().reset()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt names it
        """Finish the word before a touch or another window takes the cursor; the event goes on."""
        if event.type() in _BEFORE_LEAVING:
            self.finish()
        return False

    def _moved(self) -> None:
        before, self._field = self._field, None
        if before is not None:
            _commit(before)
        if self._window is not None and isValid(self._window):
            self._field = self._window.activeFocusItem()


def _commit(field: QQuickItem) -> bool:
    """Give a field what it shows but does not have yet; tells whether there was something."""
    composed = str(field.property("preeditText") or "") if isValid(field) else ""
    if not composed:
        return False
    event = QInputMethodEvent()
    event.setCommitString(composed)
    QCoreApplication.sendEvent(field, event)
    return True
