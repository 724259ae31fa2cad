"""A hand on the window: taps and keys sent as events, where nobody sits before it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPointingDevice
from PySide6.QtQuick import QQuickWindow

_NONE = Qt.KeyboardModifier.NoModifier
_LEFT, _NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def tap(window: QQuickWindow, at: QPointF) -> None:
    """Move there, press and let go."""
    for kind, button, held in (
        (QEvent.Type.MouseMove, _NO_BUTTON, _NO_BUTTON),
        (QEvent.Type.MouseButtonPress, _LEFT, _LEFT),
        (QEvent.Type.MouseButtonRelease, _LEFT, _NO_BUTTON),
    ):
        device = QPointingDevice.primaryPointingDevice()
        placed = QPointF(window.mapToGlobal(at))
        QCoreApplication.sendEvent(
            window, QMouseEvent(kind, at, at, placed, button, held, _NONE, device)
        )


def type_letter(window: QQuickWindow, letter: str) -> None:
    """Type one ASCII letter where the cursor stands."""
    key = Qt.Key(ord(letter.upper()))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, _NONE, letter)
        QCoreApplication.sendEvent(window, event)
