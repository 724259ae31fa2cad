"""The demo's own menu: become somebody else on another device, cut the network, come back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.qt_types import QVariantList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class DemoMenuModel(QObject):
    """What the menu offers in one window; `others` are (key, words on the button)."""

    changed = Signal()

    def __init__(
        self,
        person: str,
        pin: str,
        others: tuple[tuple[str, str], ...],
        become: Callable[[str], None],
        set_offline: Callable[[bool], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._person = person
        self._pin = pin
        self._others = [{"key": key, "text": words} for key, words in others]
        self._become = become
        self._set_offline = set_offline
        self._is_offline = False

    @Property(str, constant=True)
    def person(self) -> str:
        """Who works in this window."""
        return self._person

    @Property(str, constant=True)
    def pin(self) -> str:
        """The PIN of every device of the demo."""
        return self._pin

    @Property(QVariantList, constant=True)
    def others(self) -> list[dict[str, str]]:
        """Whom one can become: {key, text}."""
        return self._others

    @Property(bool, notify=changed)
    def isOffline(self) -> bool:
        """Whether the network is cut here."""
        return self._is_offline

    @Slot(str)
    def become(self, key: str) -> None:
        """Go on as somebody else, on another device."""
        self._become(key)

    @Slot()
    def toggleNetwork(self) -> None:
        """Cut the network of this device, or give it back."""
        self._set_offline(not self._is_offline)

    def network_changed(self, is_offline: bool) -> None:
        """Take over how the network stands."""
        if is_offline != self._is_offline:
            self._is_offline = is_offline
            self.changed.emit()
