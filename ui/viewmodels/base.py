"""What every view-model stands on: the desk, the bridge, one state, and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import Property, QObject, Signal

from fieldapp.desk import Desk
from fieldapp.session import Enlisted
from fieldapp.verbs import Command, Query
from sync.clock import Clock
from ui.bridge import Bridge, Known
from ui.qt_types import QVariantMap
from ui.viewmodels.list_model import plain

if TYPE_CHECKING:
    from ui.photo_work import PhotoWork
    from ui.stick import StickDesk

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a view-model may use. `go(page, argument)` opens a page, `say(sentence)` the banner."""

    desk: Desk
    bridge: Bridge
    clock: Clock
    enlisted: Enlisted
    go: Callable[[str, str], None]
    back: Callable[[], None]
    say: Callable[[str], None]
    photos: PhotoWork | None = None
    stick: Callable[[], StickDesk] | None = None

    @property
    def now_ms(self) -> int:
        """Wall time now, in milliseconds."""
        return self.clock.read().wall_ms


class ViewModel(QObject):
    """One screen's logic. It publishes one immutable state with one `stateChanged`.

    A subclass declares its own `stateChanged`, its `state`, the kinds it watches, and `refresh`.
    """

    if TYPE_CHECKING:
        # Each subclass declares it: Qt finds a property's notifier only in the class itself.
        stateChanged: ClassVar[Signal]
    watched: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.argument = ""
        self.state: Any = None
        self._is_shown = False
        self._is_stale = True
        self._latest: dict[type, int] = {}

    def show(self, argument: str = "") -> None:
        """Be the current page, opened with an argument ("" where it needs none)."""
        self._is_shown = True
        if argument != self.argument or self._is_stale:
            self.argument = argument
            self._is_stale = False
            self.opened()
            self.refresh()

    def hide(self) -> None:
        """Be no longer the current page; changes wait until it is shown again."""
        self._is_shown = False

    def opened(self) -> None:
        """Begin anew for another argument, before the first `refresh`."""

    def refresh(self) -> None:
        """Ask again for whatever the screen shows."""

    def kinds_changed(self, kinds: frozenset[str]) -> None:
        """Ask again if something watched changed: now if shown, else when it is shown next."""
        if not kinds & self.watched:
            return
        if self._is_shown:
            self.refresh()
        else:
            self._is_stale = True

    def publish(self, state: object) -> None:
        """Put a new state in place of the old one and announce it if it differs."""
        if state != self.state:
            self.state = state
            self.stateChanged.emit()

    def ask(
        self,
        query: Query[R],
        then: Callable[[R], None],
        otherwise: Callable[[Known], None] | None = None,
    ) -> None:
        """Ask the desk; of several questions of one kind only the last one's answer counts."""
        kind = type(query)
        number = self._latest[kind] = self._latest.get(kind, 0) + 1

        def if_latest(result: R) -> None:
            if self._latest[kind] == number:
                then(result)

        self.place.bridge.hand_over(self, self.place.desk.ask(query), if_latest, otherwise)

    def do(
        self,
        command: Command[R],
        then: Callable[[R], None] | None = None,
        otherwise: Callable[[Known], None] | None = None,
        let_go: Callable[[], None] | None = None,
    ) -> None:
        """Save one command. What it touched is announced by itself."""
        saving = self.place.desk.do(command)
        self.place.bridge.hand_over(self, saving, then or _nothing, otherwise, let_go)


class MappedModel(ViewModel):
    """A screen whose state QML reads as one map, `view`, by the names of its fields.

    The lists beside it never change their place: a subclass declares them with `constant=True`.
    """

    stateChanged = Signal()

    @Property(QVariantMap, notify=stateChanged)
    def view(self) -> dict[str, Any]:
        """The state, by the names of its fields."""
        shown: dict[str, Any] = plain(self.state)
        return shown


def _nothing(_: object) -> None:
    """Do nothing with a result."""
