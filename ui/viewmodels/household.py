"""户: what one should know before knocking, edited in place, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.household import HouseholdCard, HouseholdQuery
from fieldapp.queries.photos import Photos, PhotosOfQuery
from fieldapp.services.fields import LogReveal
from fieldapp.services.undo import UndoLast
from fieldapp.services.visits import KeepPromise
from ui.qt_types import QStringList
from ui.viewmodels import household_rows as rows
from ui.viewmodels.base import Workplace
from ui.viewmodels.household_edit import EditField, HouseholdEditor, person_fields
from ui.viewmodels.household_history import HouseholdHistory
from ui.viewmodels.household_rows import HouseholdState, state_of
from ui.viewmodels.issue_argument import new_issue
from ui.viewmodels.list_model import RowList
from ui.viewmodels.photo_strip import KINDS, PhotoPage, Thumbs

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class HouseholdModel(PhotoPage):
    """One household's card."""

    stateChanged = Signal()
    visitOpened = Signal()
    watched = rows.CARD_KINDS | KINDS

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: HouseholdState = HouseholdState()
        self._card: HouseholdCard | None = None
        self._opened: dict[tuple[str, str], str] = {}
        self._editor = HouseholdEditor(place, self)
        self._editor.saved.connect(lambda label: self._saved(f"改了{label}")(None))
        self._history = HouseholdHistory(place, self)
        self._people = RowList(rows.PersonLine, self)
        self._contacts = RowList(rows.ContactLine, self)
        self._promises = RowList(rows.PromiseLine, self)
        self._issues = RowList(rows.HouseholdIssue, self)
        self._visits = RowList(rows.VisitLine, self)
        self._hung: Photos = {}
        self._thumbs = Thumbs(place, self, lambda: self._draw_visits(self._hung))

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def door(self) -> str:
        """The door, as the title."""
        return self.state.door

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """Whose home it is and where in the building."""
        return self.state.context

    @Property(str, notify=stateChanged)
    def standing(self) -> str:
        """The mark of when it is due."""
        return self.state.standing

    @Property(str, notify=stateChanged)
    def word(self) -> str:
        """When it is due, in a word."""
        return self.state.word

    @Property(str, notify=stateChanged)
    def warning(self) -> str:
        """What to do after three knocks in vain, or ""."""
        return self.state.warning

    @Property(str, notify=stateChanged)
    def accessNote(self) -> str:
        """How to knock, or ""."""
        return self.state.access_note

    @Property(str, notify=stateChanged)
    def going(self) -> str:
        """That it is being handed to another grid, or came lately; or ""."""
        return self.state.going

    @Property(str, notify=stateChanged)
    def household(self) -> str:
        """Id of the household."""
        return self.state.household

    @Property(str, notify=stateChanged)
    def dwelling(self) -> str:
        """Id of its door."""
        return self.state.dwelling

    @Property(str, notify=stateChanged)
    def peopleHeading(self) -> str:
        """家里 1 口人."""
        return self.state.people_heading

    @Property(str, notify=stateChanged)
    def promiseHeading(self) -> str:
        """答应过的 1 件."""
        return self.state.promise_heading

    @Property(str, notify=stateChanged)
    def visitLink(self) -> str:
        """全部 23 次, or "" when all are shown."""
        return self.state.visit_link

    @Property(str, notify=stateChanged)
    def verified(self) -> str:
        """When all this was checked last, and by whom."""
        return self.state.verified

    @Property(str, notify=stateChanged)
    def stage(self) -> str:
        """How far the card's changes have got."""
        return self.state.stage

    @Property(QStringList, notify=stateChanged)
    def tags(self) -> list[str]:
        """The household's own tags."""
        return list(self.state.tags)

    @Property(str, notify=stateChanged)
    def note(self) -> str:
        """What else is written about the household."""
        return self.state.note

    @Property(bool, notify=stateChanged)
    def isKnown(self) -> bool:
        """Whether the card has come."""
        return self.state.is_known

    @Property(str, notify=stateChanged)
    def saved(self) -> str:
        """What was just changed and can be undone, or ""."""
        return self.state.saved

    @Property(str, notify=stateChanged)
    def visitTitle(self) -> str:
        """The day and outcome of the visit whose photographs are open."""
        return self.state.visit_title

    @Property(str, notify=stateChanged)
    def visitNote(self) -> str:
        """What was said at it."""
        return self.state.visit_note

    @Property(str, notify=stateChanged)
    def callTitle(self) -> str:
        """Who is to be rung, or ""."""
        return self.state.call_title

    @Property(str, notify=stateChanged)
    def callNumber(self) -> str:
        """The number to dial."""
        return self.state.call_number

    @Property(QObject, notify=stateChanged)
    def people(self) -> QObject:
        """Who lives there."""
        return self._people

    @Property(QObject, notify=stateChanged)
    def contacts(self) -> QObject:
        """Who can be reached."""
        return self._contacts

    @Property(QObject, notify=stateChanged)
    def promises(self) -> QObject:
        """What was promised here."""
        return self._promises

    @Property(QObject, notify=stateChanged)
    def visits(self) -> QObject:
        """The last visits."""
        return self._visits

    @Property(QObject, notify=stateChanged)
    def history(self) -> QObject:
        """What lies behind the card: a HouseholdHistory."""
        return self._history

    @Property(QObject, notify=stateChanged)
    def editor(self) -> QObject:
        """The sheet for editing in place: a HouseholdEditor."""
        return self._editor

    @Property(QObject, notify=stateChanged)
    def issues(self) -> QObject:
        """What was asked for here and is not done."""
        return self._issues

    @Slot(str, bool)
    def keepPromise(self, promise: str, isKept: bool) -> None:
        """Tick a promise, or take the tick back."""
        self.do(KeepPromise(promise, isKept), self._saved("办好了一件" if isKept else "勾去掉了"))

    @Slot(str, str)
    def reveal(self, resident: str, field: str) -> None:
        """Open a masked field; the tap is recorded first."""

        def shown(value: str) -> None:
            self._opened[(resident, field)] = value or "没有填"
            self._draw_people()
            self.place.say("点开的这一下记下了：谁、什么时候、看了哪一项。")

        self.do(LogReveal("resident", resident, field), shown)

    @Slot(str)
    def editPerson(self, resident: str) -> None:
        """Begin to edit a person's fields."""
        people = self._card.people if self._card else ()
        person = next((one for one in people if one.id == resident), None)
        if person is not None:
            self._editor.begin("resident", resident, f"改{person.name}的", person_fields(person))

    @Slot()
    def editDoor(self) -> None:
        """Begin to edit the access hint."""
        field = EditField("access_note", "敲门提示", self.state.access_note)
        self._editor.begin("dwelling", self.state.dwelling, "改敲门提示", [field])

    @Slot()
    def undo(self) -> None:
        """Take back the last thing done here."""
        self.publish(replace(self.state, saved=""))
        self.do(UndoLast())

    @Slot(str)
    def openVisit(self, key: str) -> None:
        """Open a visit of the past with its photographs."""
        one = next((line for line in self._visits.rows if line.key == key), None)
        if one is not None:
            self.strip.about("visit", key)
            self.publish(
                replace(self.state, visit_title=f"{one.day} {one.word}", visit_note=one.note)
            )
            self.visitOpened.emit()

    @Slot(str)
    def call(self, key: str) -> None:
        """Show a number to dial."""
        contact = next((one for one in self._contacts.rows if one.key == key), None)
        if contact is not None:
            self.publish(replace(self.state, call_title=contact.title, call_number=contact.shown))

    @Slot()
    def endCall(self) -> None:
        """Put the number away."""
        self.publish(replace(self.state, call_title="", call_number=""))

    @Slot()
    def knock(self) -> None:
        """Open the page of the knock."""
        self.place.go("visit", f"{self.state.dwelling}|{self.argument}|door")

    @Slot()
    def phone(self) -> None:
        """Open the same page for a call."""
        self.endCall()
        self.place.go("visit", f"{self.state.dwelling}|{self.argument}|phone")

    @Slot()
    def write(self) -> None:
        """Open the diary with this household in the line."""
        self.place.go("diary", f"household:{self.argument}")

    @Slot(str)
    def openIssue(self, issue: str) -> None:
        """Open an issue of this household, or a new one."""
        self.place.go("issues", issue or new_issue(self.argument))

    @Slot()
    def addPerson(self) -> None:
        """Open the form for one more person."""
        self.place.go("forms", f"resident:{self.argument}")

    @Slot()
    def change(self) -> None:
        """Open the forms for moving, splitting, tags and the rest."""
        self.place.go("forms", f"household:{self.argument}")

    @Slot()
    def back(self) -> None:
        """Return to where this card was opened from."""
        self.place.back()

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin with another household: masks are closed again."""
        self._opened = {}
        self._history.begin(self.argument)
        self._editor.end()
        self.publish(replace(self.state, saved="", call_title="", is_known=False))

    def hide(self) -> None:
        """Leave the page: what was opened is masked again."""
        super().hide()
        self._opened = {}
        if self._card is not None:
            self._draw_people()

    def refresh(self) -> None:
        """Ask for the card."""
        if self.argument:
            self.ask(HouseholdQuery(self.argument), self._show)
            self.strip.refresh()

    def _show(self, card: HouseholdCard) -> None:
        if card.household != self.argument:
            return
        self._card = card
        self._draw_people()
        self._contacts.swap(rows.contact_lines(card))
        self._promises.swap(rows.promise_lines(card, self.place.now_ms))
        self._issues.swap(rows.issue_rows(card))
        self._draw_visits(self._hung)
        query = PhotosOfQuery("visit", tuple(one.id for one in card.visits))
        self.ask(query, self._draw_visits)
        self.publish(state_of(card, self.state))

    def _draw_visits(self, photos: Photos) -> None:
        self._hung = photos
        if self._card is not None:
            self._visits.swap(rows.visit_lines(self._card.visits, photos, self._thumbs.of))

    def _draw_people(self) -> None:
        if self._card is not None:
            self._people.swap(rows.person_lines(self._card, self._opened))

    def _saved(self, what: str) -> Callable[[Any], None]:
        def say(_: Any) -> None:
            self.publish(replace(self.state, saved=f"，{what}"))

        return say
