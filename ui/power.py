"""Sparing the battery: below a fifth nothing moves and nothing is sent that nobody asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.battery import Battery, read_battery
from ui.theme import ThemeSource

LOOK_EVERY_MS = 60_000
"""Reading a few small files: less than a thousandth of what the screen takes."""


class Power(QObject):
    """Watches the battery, and what was chosen by hand, until closed."""

    def __init__(
        self,
        theme: ThemeSource,
        spare: Callable[[bool], None],
        say: Callable[[str], None],
        parent: QObject,
        read: Callable[[], Battery | None] = read_battery,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spare = spare
        self._say = say
        self.read = read
        self._is_sparing = False
        self.timer = QTimer(self, interval=LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)
        theme.changed.connect(self._settle)

    def begin(self) -> None:
        """Look now and from now on."""
        self.look()
        self._settle()  # it may be spared since before this work began
        self.timer.start()

    def end(self) -> None:
        """Look no more."""
        self.timer.stop()
        self._theme.changed.disconnect(self._settle)

    def look(self) -> None:
        """Read the battery, and say so when it has become low."""
        battery = self.read()
        is_low = battery is not None and battery.is_low
        was_low = bool(self._theme.property("isPowerLow"))
        if is_low == was_low:
            return
        self._theme.setProperty("isPowerLow", is_low)
        if is_low and battery is not None:
            self._say(
                f"电量 {battery.percent}%，已转省电：画面不滑动，不自动同步，写的照样存着。"
                "要送按“现在试一次”，充上电自己恢复。"
            )

    def _settle(self) -> None:
        is_sparing = bool(self._theme.property("sparesPower"))
        if is_sparing != self._is_sparing:
            self._is_sparing = is_sparing
            self._spare(is_sparing)
