"""The word under composition: whatever takes the cursor away, its letters stay in the field.

Most input methods hand over what they hold when they are asked to; some do not, and some answer
only when the page has been put away. So the field itself is given what stood in it half composed.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from shiboken6 import isValid


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
        window.activeFocusItemChanged.connect(self._moved)

    def finish(self) -> None:
        """Put the half-composed word into its field now, before what follows looks there."""
        if self._field is not None and _composed_in(self._field):
            QGuiApplication.inputMethod().commit()
            _commit(self._field)

    def _moved(self) -> None:
        before, self._field = self._field, None
        if before is not None:
            _commit(before)
        if self._window is not None and isValid(self._window):
            self._field = self._window.activeFocusItem()


def _composed_in(field: QQuickItem) -> str:
    """Give the letters that a field shows but does not have yet, "" for what is no field."""
    if not isValid(field):
        return ""
    return str(field.property("preeditText") or "")


def _commit(field: QQuickItem) -> None:
    composed = _composed_in(field)
    if composed:
        event = QInputMethodEvent()
        event.setCommitString(composed)
        QCoreApplication.sendEvent(field, event)
