"""Starts the window as `fieldapp` does, presses the PIN, and says what has been drawn and when.

On stdout: `lock` when the lock screen has been drawn and a key pressed on it is taken, `pressed`
when the PIN's last digit goes in, `today` when 今天 has been drawn with its rows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from fieldapp.gate import Home
from ui.app import FieldApp, open_window


class Watch(QObject):
    """Looks at every frame: first for the pad, then, once the PIN is in, for the rows."""

    def __init__(self, app: FieldApp, pin: str, every_ms: int) -> None:
        super().__init__()
        assert app.window is not None
        self._window: QQuickWindow = app.window
        self._pin, self._every_ms = pin, every_ms
        self._waits_for: Callable[[], bool] = self._pad_listens
        self._then: Callable[[], None] = self._press
        # Only Qt's thread may look at the scene; in software it is also the one that draws.
        self._window.frameSwapped.connect(self._look)

    def _look(self) -> None:
        if self._waits_for():
            self._then()

    def _pad_listens(self) -> bool:
        item: QObject | None = self._window.activeFocusItem()
        return item is not None and item.objectName() == "pinPad"

    def _rows_stand(self) -> bool:
        rows = _find(self._window.contentItem(), "todayList")
        return rows is not None and int(rows.property("count")) > 0

    def _press(self) -> None:
        print("lock", flush=True)
        self._waits_for, self._then = self._rows_stand, self._end
        for at, digit in enumerate(self._pin):
            QTimer.singleShot(at * self._every_ms, self, lambda digit=digit: self._key(digit))
        QTimer.singleShot((len(self._pin) - 1) * self._every_ms, self, self._pressed)

    def _key(self, digit: str) -> None:
        key = Qt.Key(Qt.Key.Key_0 + int(digit))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, digit)
            QCoreApplication.sendEvent(self._window, event)

    def _pressed(self) -> None:
        print("pressed", flush=True)

    def _end(self) -> None:
        print("today", flush=True)
        # Not within the frame: quitting closes the window that is being drawn.
        QTimer.singleShot(0, self, QCoreApplication.quit)


def _find(item: QQuickItem, name: str) -> QQuickItem | None:
    if not item.isVisible():
        return None
    if item.objectName() == name:
        return item
    return next((one for child in item.childItems() if (one := _find(child, name))), None)


def main(folder: str, pin: str, every_ms: str) -> int:
    """Go from the start of a home's window to its first page once."""
    app = open_window(Home(Path(folder)))
    watch = Watch(app, pin, int(every_ms))
    code = QGuiApplication.exec()
    watch.deleteLater()
    app.close()
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
