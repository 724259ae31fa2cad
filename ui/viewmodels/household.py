"""户: what one should know before knocking, edited in place, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.history import HistoryLine, HistoryQuery
from fieldapp.queries.household import HouseholdCard, HouseholdQuery
from fieldapp.queries.visits import VisitRow, VisitsQuery
from fieldapp.services.fields import LogReveal, SetFields
from fieldapp.services.undo import UndoChange, UndoLast
from fieldapp.services.visits import KeepPromise
from ui import text
from ui.bridge import Known
from ui.viewmodels import household_rows as rows
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_PERSON_FIELDS = (
    ("name", "姓名"),
    ("birth_date", "出生日期"),
    ("hearing_note", "怎么说话"),
    ("emergency_relation", "紧急联系人是谁"),
    ("emergency_phone", "紧急电话"),
    ("note", "备注"),
)


@dataclass(frozen=True, slots=True)
class EditField:
    """One field of what is being edited."""

    key: str
    label: str
    value: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdState:
    """The card, apart from its lists."""

    door: str = ""
    context: str = ""
    standing: str = ""
    word: str = ""
    warning: str = ""
    access_note: str = ""
    household: str = ""
    dwelling: str = ""
    people_heading: str = ""
    promise_heading: str = ""
    visit_link: str = ""
    verified: str = ""
    stage: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    is_known: bool = False
    edit_title: str = ""
    saved: str = ""
    call_title: str = ""
    call_number: str = ""


@QmlElement
class HouseholdModel(ViewModel):
    """One household's card."""

    stateChanged = Signal()
    watched = frozenset(
        "household dwelling resident member care visit promise campaign tag_kind sync".split()
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: HouseholdState = HouseholdState()
        self._card: HouseholdCard | None = None
        self._opened: dict[tuple[str, str], str] = {}
        self._editing: tuple[str, str] = ("", "")
        self._people = RowList(rows.PersonLine, self)
        self._contacts = RowList(rows.ContactLine, self)
        self._promises = RowList(rows.PromiseLine, self)
        self._visits = RowList(rows.VisitLine, self)
        self._all_visits = RowList(rows.VisitLine, self)
        self._history = RowList(rows.HistoryRow, self)
        self._fields = RowList(EditField, self)

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

    @Property("QStringList", notify=stateChanged)  # type: ignore[arg-type]
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
    def editTitle(self) -> str:
        """What is being edited, or ""."""
        return self.state.edit_title

    @Property(str, notify=stateChanged)
    def saved(self) -> str:
        """What was just changed and can be undone, or ""."""
        return self.state.saved

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
    def allVisits(self) -> QObject:
        """Every visit, once asked for."""
        return self._all_visits

    @Property(QObject, notify=stateChanged)
    def history(self) -> QObject:
        """Who changed what, once asked for."""
        return self._history

    @Property(QObject, notify=stateChanged)
    def fields(self) -> QObject:
        """The fields being edited."""
        return self._fields

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

    @Slot()
    def askHistory(self) -> None:
        """Ask who changed what in this household."""
        self.ask(HistoryQuery("household", self.argument, also_people=True), self._show_history)

    @Slot()
    def askVisits(self) -> None:
        """Ask for every visit."""

        def told(visits: tuple[VisitRow, ...]) -> None:
            self._all_visits.swap(rows.visit_lines(visits))

        self.ask(VisitsQuery(self.argument), told)

    @Slot(str)
    def undoChange(self, change: str) -> None:
        """Put back what one change of the history changed."""
        self.do(UndoChange(change), lambda _: self.askHistory())

    @Slot(str)
    def editPerson(self, resident: str) -> None:
        """Begin to edit a person's fields."""
        person = (
            next((one for one in self._card.people if one.id == resident), None)
            if (self._card)
            else None
        )
        if person is None:
            return
        values = {
            "name": person.name,
            "birth_date": person.birth,
            "hearing_note": person.hearing_note,
            "emergency_relation": person.emergency_relation,
            "emergency_phone": person.emergency_phone,
            "note": person.note,
        }
        self._editing = ("resident", resident)
        self._fields.swap([EditField(key, label, values[key]) for key, label in _PERSON_FIELDS])
        self.publish(replace(self.state, edit_title=f"改{person.name}的"))

    @Slot()
    def editDoor(self) -> None:
        """Begin to edit the access hint."""
        self._editing = ("dwelling", self.state.dwelling)
        self._fields.swap([EditField("access_note", "敲门提示", self.state.access_note)])
        self.publish(replace(self.state, edit_title="改敲门提示"))

    @Slot()
    def editHousehold(self) -> None:
        """Begin to edit the household's note."""
        self._editing = ("household", self.argument)
        self._fields.swap([EditField("note", "备注", self.state.note)])
        self.publish(replace(self.state, edit_title="改这户的备注"))

    @Slot(str, str)
    def setField(self, name: str, value: str) -> None:
        """Save one field as soon as it is left; a refused one says why and stays as typed."""
        kind, id_ = self._editing
        row = next((one for one in self._fields.rows if one.key == name), None)
        if row is None or row.value == value.strip():
            return

        def refused(error: Known) -> None:
            self._mark(name, row.value, error.sentence)

        def saved(_: int) -> None:
            self._mark(name, value.strip(), "")
            self._saved(f"改了{row.label}")(None)

        self.do(SetFields(kind, id_, {name: value.strip()}), saved, refused)

    @Slot()
    def endEdit(self) -> None:
        """Leave off editing; every field is saved already."""
        self.publish(replace(self.state, edit_title=""))

    @Slot()
    def undo(self) -> None:
        """Take back the last thing done here."""
        self.publish(replace(self.state, saved=""))
        self.do(UndoLast())

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
        self._all_visits.swap(())
        self._history.swap(())
        self.publish(replace(self.state, saved="", edit_title="", call_title="", is_known=False))

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

    def _show(self, card: HouseholdCard) -> None:
        if card.household != self.argument:
            return
        self._card = card
        self._draw_people()
        self._contacts.swap(rows.contact_lines(card))
        self._promises.swap(rows.promise_lines(card, self.place.now_ms))
        self._visits.swap(rows.visit_lines(card.visits))
        kept = self.state
        self.publish(
            replace(
                _state_of(card),
                edit_title=kept.edit_title,
                saved=kept.saved,
                call_title=kept.call_title,
                call_number=kept.call_number,
            )
        )

    def _draw_people(self) -> None:
        if self._card is not None:
            self._people.swap(rows.person_lines(self._card, self._opened))

    def _show_history(self, lines: tuple[HistoryLine, ...]) -> None:
        self._history.swap(
            [
                rows.HistoryRow(
                    f"{one.change_id}/{one.field}",
                    f"{one.label}：{one.old or '空'} → {one.new or '空'}",
                    "，".join(
                        part
                        for part in (
                            one.author_name,
                            one.when_text,
                            "这台平板" if one.is_this_device else "别的平板",
                            one.outcome or str(one.sync),
                        )
                        if part
                    ),
                )
                for one in lines
            ]
        )

    def _saved(self, what: str) -> Callable[[Any], None]:
        def say(_: Any) -> None:
            self.publish(replace(self.state, saved=f"，{what}"))

        return say

    def _mark(self, name: str, value: str, problem: str) -> None:
        self._fields.swap(
            [
                replace(one, value=value, problem=problem) if one.key == name else one
                for one in self._fields.rows
            ]
        )


def _state_of(card: HouseholdCard) -> HouseholdState:
    state = text.standing_of(card.standing.state)
    is_due = state in text.WANTED
    outcome = card.standing.outcome_today
    open_promises = sum(not one.is_kept for one in card.promises)
    return HouseholdState(
        door=card.door,
        context=text.JOINT.join(part for part in (card.title, card.place) if part),
        standing=text.outcome_standing(outcome) if outcome else state if is_due else "",
        word=text.outcome_word(outcome) if outcome else card.standing.due_text if is_due else "",
        warning=card.warning,
        access_note=card.access_note,
        household=card.household,
        dwelling=card.dwelling,
        people_heading=f"家里 {text.counted(len(card.people), '口人')}"
        if card.people
        else "家里还没登记人",
        promise_heading=f"答应过的 {text.counted(open_promises, '件')}" if open_promises else "",
        visit_link=f"全部 {text.counted(card.visit_count, '次')}"
        if card.visit_count > len(card.visits)
        else "",
        verified=card.verified_text,
        stage=str(card.sync),
        tags=tuple(chip.name for chip in card.tags),
        note=card.note,
        is_known=True,
    )
