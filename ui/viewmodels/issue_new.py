"""A new issue being written: its kind, what it is about; prefilled from a knock or a diary line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.household import HouseholdCard, HouseholdQuery
from fieldapp.queries.staff import WhoAmI, WhoAmIQuery
from fieldapp.services.issues import RaiseIssue
from ui.qt_types import QVariantMap
from ui.viewmodels.base import Workplace
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.issue_rows import CATEGORIES, Choice
from ui.viewmodels.list_model import RowList, plain

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_KEPT = "issue:new"
_SAVED = {"": "点单，已存本机", "verify": "核过了，等书记下单", "settle": "当场办好了，等人回访"}


@dataclass(frozen=True, slots=True)
class NewState:
    """What is written so far."""

    category: str = ""
    title: str = ""
    text: str = ""
    whom: str = ""
    household: str = ""
    place: str = ""
    visit: str = ""
    line: str = ""
    grid: str = ""
    is_secretary: bool = False
    problem: str = ""


@QmlElement
class NewIssue(QObject):
    """The form."""

    stateChanged = Signal()
    written = Signal(str, str, str)
    """What stands in the fields: what it is about, in detail, for whom."""

    def __init__(
        self, place: Workplace, parent: QObject, raised: Callable[[str, str], None]
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._raised = raised
        self._state = NewState()
        self._categories = RowList(Choice, self)
        self._categories.swap(CATEGORIES)
        self._half = HalfTyped(place, self, self._typed, self._drop)

    @Property(QVariantMap, notify=stateChanged)
    def view(self) -> dict[str, object]:
        """The state, by the names of its fields."""
        shown: dict[str, object] = plain(self._state)
        return shown

    @Property(QObject, constant=True)
    def categories(self) -> QObject:
        """The kinds."""
        return self._categories

    @Property(QObject, constant=True)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Slot(str)
    def sort(self, category: str) -> None:
        """Choose the kind."""
        self._publish(replace(self._state, category=category, problem=""))
        self._half.touch()

    @Slot(str)
    def name(self, title: str) -> None:
        """Take over what it is about."""
        if title != self._state.title:
            self._publish(replace(self._state, title=title, problem=""))
            self._half.touch()

    @Slot(str)
    def describe(self, words: str) -> None:
        """Take over the details."""
        if words != self._state.text:
            self._state = replace(self._state, text=words)
            self._half.touch()

    @Slot(str)
    def speakFor(self, whom: str) -> None:
        """Take over who asks for it."""
        if whom != self._state.whom:
            self._state = replace(self._state, whom=whom)
            self._half.touch()

    @Slot()
    def leaveHousehold(self) -> None:
        """Let it be about the grid, not about the household."""
        self._publish(replace(self._state, household="", place=""))

    @Slot(str)
    def save(self, then: str) -> None:
        """Raise it, with the step that is taken at once, if any."""
        said = self._state
        if not said.title.strip() or not said.category:
            missing = "写一句是什么事。" if not said.title.strip() else "点一下是哪一类。"
            self._publish(replace(said, problem=missing))
            return
        wish = RaiseIssue(
            said.category,
            said.title,
            said.text,
            household=said.household or None,
            grid=said.grid or None,
            origin="visit" if said.visit else "diary" if said.line else "",
            on_behalf_of=said.whom,
            visit=said.visit or None,
            line=said.line or None,
            then=then,
        )

        def done(issue: str) -> None:
            self._half.settle()
            self._clear(NewState(grid=said.grid, is_secretary=said.is_secretary))
            self._raised(issue, _SAVED[then])

        self._place.bridge.hand_over(self, self._place.desk.do(wish), done)

    def begin(self, known: str) -> None:
        """Begin with what is known already; without it, with what was half typed."""
        self._place.bridge.hand_over(self, self._place.desk.ask(WhoAmIQuery()), self._who)
        if not known:
            self._half.open(_KEPT, self._put_back)
            return
        self._half.begin(_KEPT)
        said = json.loads(known)
        self._clear(
            replace(
                NewState(grid=self._state.grid, is_secretary=self._state.is_secretary),
                title=str(said.get("title", "")),
                household=str(said.get("household", "")),
                visit=str(said.get("visit", "")),
                line=str(said.get("line", "")),
            )
        )
        self._ask_place()

    def keep(self) -> None:
        """Write what is half typed at once."""
        self._half.flush()

    def _ask_place(self) -> None:
        if self._state.household:
            asked = self._place.desk.ask(HouseholdQuery(self._state.household, 0))
            self._place.bridge.hand_over(self, asked, self._placed)

    def _placed(self, card: HouseholdCard) -> None:
        if card.household == self._state.household:
            self._publish(replace(self._state, place=f"{card.door} {card.title}"))

    def _who(self, me: WhoAmI) -> None:
        grid = next((code for code, _ in me.grids), "")
        is_secretary = me.role == "secretary"
        self._publish(replace(self._state, grid=grid, is_secretary=is_secretary))

    def _typed(self) -> str:
        said = self._state
        if not said.title.strip() and not said.text.strip():
            return ""
        kept = {
            name: getattr(said, name)
            for name in ("category", "title", "text", "whom", "household", "visit", "line")
        }
        return json.dumps(kept, ensure_ascii=False)

    def _put_back(self, kept: str) -> None:
        base = NewState(grid=self._state.grid, is_secretary=self._state.is_secretary)
        said = json.loads(kept) if kept else {}
        self._clear(replace(base, **said))
        self._ask_place()

    def _drop(self) -> None:
        self._clear(NewState(grid=self._state.grid, is_secretary=self._state.is_secretary))

    def _clear(self, state: NewState) -> None:
        self._publish(state)
        self.written.emit(state.title, state.text, state.whom)

    def _publish(self, state: NewState) -> None:
        self._state = state
        self.stateChanged.emit()
