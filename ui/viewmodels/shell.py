"""The way through the window: which page, the rail, what the pages and the line tell the frame.

It is there before the PIN, so what only an opened session needs is imported on entering.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.qt_types import QVariantList
from ui.sync_state import LineState, LoopState
from ui.viewmodels.frame import Frame
from ui.viewmodels.registry import CLOSED_RAIL, OPEN_WHILE_CLOSED, PAGES, foot, rail_of

if TYPE_CHECKING:
    from ui.viewmodels.base import ViewModel, Workplace
    from ui.viewmodels.list_model import RowList
    from ui.viewmodels.waiting import Waiting

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that has been visited and is kept, with its QML file."""

    key: str
    file: str


class Ways:
    """What the frame asks of the composition root; replaced when a session opens."""

    def sync_now(self) -> None:
        """Try a round."""

    def cancel_sync(self) -> None:
        """Stop the round under way."""

    def set_offline(self, is_offline: bool) -> None:
        """Leave the network alone."""

    def lock(self) -> None:
        """Ask for the PIN."""

    def finish_word(self) -> None:
        """Put the word under composition into its field."""


@QmlElement
class ShellModel(Frame):
    """The way through the pages, in their frame; their models live as its children."""

    railChanged = Signal()
    pagesChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ways = Ways()
        self._place: Workplace | None = None
        self._models: dict[str, ViewModel] = {}
        self._extra: dict[str, QObject] = {}
        self._path: list[tuple[str, str]] = []
        self._pages: RowList | None = None
        self._rail: list[dict[str, Any]] = []
        self._badges: dict[str, int] = {}
        self._loop = LoopState()
        self._waiting: Waiting | None = None

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QVariantList, notify=railChanged)
    def rail(self) -> list[dict[str, Any]]:
        """The places of the rail, as the kit's Shell takes them."""
        return self._rail

    @Property(QObject, notify=pagesChanged)
    def pages(self) -> QObject | None:
        """The pages visited so far, as a list model of key and file."""
        return self._pages

    @Slot(str, result=QObject)
    def model(self, key: str) -> QObject | None:
        """Give the view-model of a page or of a stage; None where there is none of that name."""
        return self._models.get(key) or self._extra.get(key)

    @Slot(str)
    def go(self, key: str) -> None:
        """Go to a place of the rail; the way back begins anew."""
        if key in PAGES and self._place is not None:
            self._path = []
            self.open(key, "")

    @Slot(int)
    def goToNumber(self, number: int) -> None:
        """Go to the place that a digit stands for, counted from 1 along the rail."""
        if 0 < number <= len(self._rail) and self._rail[number - 1]["key"] != "cover":
            self.go(self._rail[number - 1]["key"])

    @Slot(str, str)
    def open(self, key: str, argument: str) -> None:
        """Open a page with an argument; the present one is where 返回 leads."""
        self._mark_place()
        if self._place is None or (key, argument) == (self._path[-1] if self._path else None):
            return
        self._path.append((key, argument))
        self._show(key, argument)

    @Slot()
    def back(self) -> None:
        """Return to the page from which this one was opened."""
        if len(self._path) > 1:
            self._path.pop()
            self._show(*self._path[-1])
        else:
            self.go(self._rail[0]["key"] if self._rail else "today")

    @Slot(result="QVariantMap")
    def help(self) -> dict[str, Any]:
        """What help says of the current page, or of what stands in its place; of "opening" none."""
        from ui.viewmodels.help import help_on

        stage = "lock" if self.state.is_locked else self.state.stage
        if stage == "opening":
            return {}
        return help_on(self.state.page if stage == "open" else stage, self.state.role)

    @Slot()
    def dismissBanner(self) -> None:
        """Take the sentence away."""
        self.publish(banner="")

    @Slot()
    def dismissCrash(self) -> None:
        """Take the report away."""
        self.publish(crash="")

    @Slot()
    def syncNow(self) -> None:
        """Try a round now."""
        self.ways.sync_now()

    @Slot()
    def cancelSync(self) -> None:
        """Stop the round under way."""
        self.ways.cancel_sync()

    @Slot(bool)
    def setOffline(self, is_offline: bool) -> None:
        """Leave the network alone, or come back to it."""
        self.ways.set_offline(is_offline)

    @Slot()
    def lock(self) -> None:
        """Ask for the PIN before anything else is shown."""
        self.ways.lock()

    # --- for the composition root and the pages -----------------------------------------------

    def put(self, key: str, model: QObject) -> None:
        """Have the model of a stage (wizard, lock) at hand for QML."""
        model.setParent(self)
        self._extra[key] = model

    def say(self, sentence: str) -> None:
        """Show a sentence that stays until it is read."""
        self.publish(banner=sentence)

    def enter(self, place: Workplace, *, is_demo: bool) -> None:
        """Begin work in an opened session: the rail, and the first page."""
        from ui.viewmodels.list_model import RowList
        from ui.viewmodels.waiting import Waiting

        self._pages = RowList(OpenPage, self)
        self.pagesChanged.emit()
        self._place = place
        self._waiting = Waiting(place, self._tell_records, self)
        role = place.enlisted.role
        self._draw_rail()
        self.publish(
            stage="open",
            is_locked=False,
            is_demo=is_demo,
            role=role,
            person=place.enlisted.person_name,
        )
        self._draw_rail()
        self.go(self._first())
        self._waiting.count()

    def look_at_lease(self) -> None:
        """Show the one page while the records are closed, and the first page once they are open."""
        self._draw_rail()
        if self._place is None:
            return
        is_shut_out = self._is_closed and self.state.page not in OPEN_WHILE_CLOSED
        if is_shut_out or (self.state.page in CLOSED_RAIL and not self._is_closed):
            self.go(self._first())

    def rest(self) -> None:
        """Have the page in front save what is half typed, as when another one is opened."""
        self.ways.finish_word()
        model = self._models.get(self.state.page)
        if model is not None:
            model.hide()

    def kinds_changed(self, kinds: frozenset[str]) -> None:
        """Tell the pages which kinds changed, and count again what waits."""
        for model in list(self._models.values()):
            model.kinds_changed(kinds)
        if self._waiting is not None:
            self._waiting.count()

    def line_changed(self, state: LoopState) -> None:
        """Take over what the network thread says."""
        self._loop = state
        self.publish(
            is_offline=state.line is LineState.OFF, is_syncing=state.line is LineState.RUNNING
        )
        self._tell_records()

    def line_state(self) -> LoopState:
        """What the network thread said last."""
        return self._loop

    def set_badge(self, key: str, count: int) -> None:
        """Put a count on a place of the rail; 0 takes it away."""
        if self._badges.get(key, 0) != count:
            self._badges[key] = count
            self._draw_rail()

    def _first(self) -> str:
        assert self._place is not None
        return CLOSED_RAIL[0] if self._is_closed else rail_of(self._place.enlisted.role)[0]

    @property
    def _is_closed(self) -> bool:
        return self._place is not None and self._place.desk.is_closed

    def _mark_place(self) -> None:
        """Lead back to what the page shows by now: it may have used its argument up."""
        key = self._path[-1][0] if self._path else ""
        if key == self.state.page and key in self._models:
            self._path[-1] = key, self._models[key].argument

    def _show(self, key: str, argument: str) -> None:
        if self._is_closed != (key in CLOSED_RAIL) and key not in OPEN_WHILE_CLOSED[1:]:
            key, argument = self._first(), ""
        self.ways.finish_word()
        before = self._models.get(self.state.page)
        model = self._model_of(key)
        if before is not None and before is not model:
            before.hide()
        spec = PAGES[key]
        assert self._pages is not None
        if all(row.key != key for row in self._pages.rows):
            self._pages.swap((*self._pages.rows, OpenPage(key, f"{spec.file}.qml")))
        model.show(argument)
        self.publish(
            page=key,
            lit=spec.under or key,
            can_go_back=len(self._path) > 1,
            banner="" if key != self.state.page else self.state.banner,
        )

    def _model_of(self, key: str) -> ViewModel:
        if key not in self._models:
            assert self._place is not None
            self._models[key] = PAGES[key].make(self._place, self)
        return self._models[key]

    def _draw_rail(self) -> None:
        role = self._place.enlisted.role if self._place else ""
        upper = [self._item(key) for key in (CLOSED_RAIL if self._is_closed else rail_of(role))]
        lower = [self._item(key, at_foot=True) for key in (() if self._is_closed else foot())]
        cover = {"key": "cover", "text": "遮一下", "icon": "cover", "foot": True}
        rail = [*upper, *lower, cover]
        if rail != self._rail:
            self._rail = rail
            self.railChanged.emit()

    def _item(self, key: str, *, at_foot: bool = False) -> dict[str, Any]:
        spec = PAGES[key]
        return {
            "key": key,
            "text": spec.text,
            "icon": spec.icon,
            "foot": at_foot,
            "badge": self._badges.get(key, 0),
            "strong": key == "review",
        }

    def _tell_records(self) -> None:
        waiting = self._waiting
        words = None if waiting is None else waiting.words(self._loop.line)
        if waiting is None or words is None:
            return
        self.set_badge("sync", waiting.to_send)
        self.set_badge("review", waiting.to_read)
        self.publish(record_text=words[0], record_shape=words[1], waiting=waiting.to_send)
