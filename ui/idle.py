"""The idle time: after three minutes without a touch the PIN is asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

IDLE_MS = 180_000

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)


class Idle(QObject):
    """Watches one window from `begin` until the time is over, and then says so once."""

    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, interval=IDLE_MS, singleShot=True)
        self.timer.timeout.connect(self.over)

    def watch(self, window: QObject) -> None:
        """Begin the time anew with every touch and key on a window."""
        window.installEventFilter(self)

    def begin(self) -> None:
        """Let the time run from now on."""
        self.timer.start()

    def end(self) -> None:
        """Let it run no more."""
        self.timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt names it
        """Begin the time anew; the event goes on."""
        if event.type() in _TOUCHES and self.timer.isActive():
            self.timer.start()
        return False
