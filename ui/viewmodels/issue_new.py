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

_ASKS = {"title": "写一句是什么事。", "category": "点一下是哪一类。"}
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
    missing: str = ""


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
        self._said = NewState()
        self._key = ""
        self._is_busy = False
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
        self._half.touch()

    @Slot(str)
    def save(self, then: str) -> None:
        """Raise it, with the step that is taken at once, if any."""
        said, key = self._state, self._key
        if self._is_busy:
            return
        if not said.title.strip() or not said.category:
            missing = "category" if said.title.strip() else "title"
            self._publish(replace(said, missing=missing, problem=_ASKS[missing]))
            return
        self._is_busy = True
        saving = self._place.desk.do(_wish(said, then))
        self._place.bridge.hand_over(
            self, saving, lambda issue: self._done(key, issue, then), let_go=self._free
        )

    def begin(self, known: str) -> None:
        """Begin with what is known already, and with what was half typed about that."""
        self._place.bridge.hand_over(self, self._place.desk.ask(WhoAmIQuery()), self._who)
        said = _known(known)
        self._key = _key(said)
        self._half.open(self._key, self._put_back)
        self._said = said
        self._drop()

    def is_about(self, known: str) -> bool:
        """Tell whether the form was begun with just this."""
        return bool(self._key) and _known(known) == self._said

    def keep(self) -> None:
        """Write what is half typed at once."""
        self._half.flush()

    def _done(self, key: str, issue: str, then: str) -> None:
        self._free()
        self._half.forget(key)
        is_open = key == self._key
        if is_open:
            self._key, self._said = "", NewState()
            self._drop()
        self._raised(issue if is_open else "", _SAVED[then])

    def _free(self) -> None:
        self._is_busy = False

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
        if kept:
            self._clear(replace(self._state, **json.loads(kept)))
            self._ask_place()

    def _drop(self) -> None:
        mine = self._state
        self._clear(replace(self._said, grid=mine.grid, is_secretary=mine.is_secretary))
        self._ask_place()

    def _clear(self, state: NewState) -> None:
        self._publish(state)
        self.written.emit(state.title, state.text, state.whom)

    def _publish(self, state: NewState) -> None:
        self._state = state
        self.stateChanged.emit()


def _known(known: str) -> NewState:
    """Read what a page knew when it opened the form; "" for nothing."""
    said = json.loads(known) if known else {}
    title, home = str(said.get("title", "")), str(said.get("household", ""))
    visit, line = str(said.get("visit", "")), str(said.get("line", ""))
    return NewState(title=title, household=home, visit=visit, line=line)


def _key(known: NewState) -> str:
    """Give what the half-typed text is kept under: a form for each thing that it can be about."""
    about = known.line or known.visit or known.household
    return f"issue:new:{about}" if about else "issue:new"


def _wish(said: NewState, then: str) -> RaiseIssue:
    return RaiseIssue(
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
