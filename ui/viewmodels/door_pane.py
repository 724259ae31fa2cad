"""The pane beside the doors: what to know before knocking, and an outcome with one tap."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.household import DoorPane, DoorPaneQuery, HouseholdCard
from fieldapp.services.visits import LogVisit, UndoVisit
from ui import text
from ui.bridge import Known
from ui.qt_types import QStringList, QVariantList
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.household_rows import CARD_KINDS

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the pane with its sign."""

    glyph: str
    text: str


@dataclass(frozen=True, slots=True)
class Dweller:
    """A person of the pane, where several live together."""

    name: str
    summary: str
    detail: str
    hidden: int


@dataclass(frozen=True, slots=True)
class PaneState:
    """What the pane shows of the chosen door, and what was just logged there."""

    dwelling: str = ""
    household: str = ""
    place: str = ""
    door: str = ""
    number: str = ""
    name: str = ""
    tags: tuple[str, ...] = ()
    hidden: int = 0
    standing: str = ""
    word: str = ""
    since: str = ""
    warning: str = ""
    notes: tuple[Note, ...] = ()
    people: tuple[Dweller, ...] = ()
    homes: tuple[tuple[str, str], ...] = ()
    logged: str = ""
    outcome: str = ""
    logged_text: str = ""
    logged_stage: str = ""


@QmlElement
class DoorPaneModel(ViewModel):
    """The chosen door."""

    stateChanged = Signal()
    watched = CARD_KINDS

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: PaneState = PaneState()
        self._household: str | None = None

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def dwelling(self) -> str:
        """Id of the door, or ""."""
        return self.state.dwelling

    @Property(str, notify=stateChanged)
    def household(self) -> str:
        """Id of the household behind it, or ""."""
        return self.state.household

    @Property(str, notify=stateChanged)
    def placeText(self) -> str:
        """Where the door is, above its number."""
        return self.state.place

    @Property(str, notify=stateChanged)
    def number(self) -> str:
        """The number, as painted on the door."""
        return self.state.number

    @Property(str, notify=stateChanged)
    def door(self) -> str:
        """The door's name within its compound."""
        return self.state.door

    @Property(str, notify=stateChanged)
    def name(self) -> str:
        """Who lives there."""
        return self.state.name

    @Property(QStringList, notify=stateChanged)
    def tags(self) -> list[str]:
        """Tags that may be shown, and the age of an elder."""
        return list(self.state.tags)

    @Property(int, notify=stateChanged)
    def hidden(self) -> int:
        """How many things are masked."""
        return self.state.hidden

    @Property(str, notify=stateChanged)
    def standing(self) -> str:
        """The mark of when it is due."""
        return self.state.standing

    @Property(str, notify=stateChanged)
    def word(self) -> str:
        """When it is due, in a word."""
        return self.state.word

    @Property(str, notify=stateChanged)
    def since(self) -> str:
        """Since when nobody was met, and how often is meant."""
        return self.state.since

    @Property(str, notify=stateChanged)
    def warning(self) -> str:
        """What to do after three knocks in vain, or ""."""
        return self.state.warning

    @Property(QVariantList, notify=stateChanged)
    def notes(self) -> list[dict[str, str]]:
        """What to know before knocking: {glyph, text}."""
        return [{"glyph": one.glyph, "text": one.text} for one in self.state.notes]

    @Property(QVariantList, notify=stateChanged)
    def people(self) -> list[dict[str, object]]:
        """Who lives there when they are several: {name, summary, detail, hidden}."""
        return [
            {"name": one.name, "summary": one.summary, "detail": one.detail, "hidden": one.hidden}
            for one in self.state.people
        ]

    @Property(QVariantList, notify=stateChanged)
    def homes(self) -> list[dict[str, str]]:
        """The households behind one door when they are several: {key, text}."""
        return [{"key": key, "text": name} for key, name in self.state.homes]

    @Property(int, notify=stateChanged)
    def homeIndex(self) -> int:
        """Which of `homes` is shown."""
        keys = [key for key, _ in self.state.homes]
        return keys.index(self.state.household) if self.state.household in keys else 0

    @Property(str, notify=stateChanged)
    def loggedText(self) -> str:
        """What was just logged here, or ""."""
        return self.state.logged_text

    @Property(str, notify=stateChanged)
    def loggedStage(self) -> str:
        """How far that record has got, in a word."""
        return self.state.logged_stage

    @Slot(str)
    def log(self, outcome: str) -> None:
        """Log an outcome at the chosen door."""
        state = self.state
        if not state.dwelling:
            return
        at_ms = self.place.now_ms
        spoken = text.logged_text(at_ms, outcome, state.name or state.number)

        def logged(visit: str) -> None:
            if self.state.dwelling == state.dwelling:
                self.publish(
                    replace(self.state, logged=visit, logged_text=spoken, logged_stage=text.STORED)
                )

        self.do(LogVisit(state.dwelling, outcome, state.household or None, at_ms=at_ms), logged)

    @Slot(int)
    def logNumber(self, digit: int) -> None:
        """Log the outcome that a digit stands for."""
        outcome = text.outcome_of(digit)
        if outcome:
            self.log(outcome)

    @Slot()
    def undo(self) -> None:
        """Take back what was just logged here."""
        visit = self.state.logged
        if visit:
            self.publish(replace(self.state, logged="", logged_text="", logged_stage=""))
            self.do(UndoVisit(visit))

    @Slot(int)
    def chooseHome(self, index: int) -> None:
        """Show another household behind the same door."""
        if 0 <= index < len(self.state.homes):
            self._household = self.state.homes[index][0]
            self.refresh()

    @Slot()
    def openHousehold(self) -> None:
        """Open the household's card."""
        if self.state.household:
            self.place.go("household", self.state.household)

    @Slot()
    def openVisit(self) -> None:
        """Open the page of the knock."""
        if self.state.dwelling:
            state = self.state
            place = f"{state.dwelling}|{state.household}|door"
            self.place.go("visit", f"{place}|{state.logged}|{state.outcome}")

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Forget the door before."""
        self._household = None
        self.publish(PaneState())

    def refresh(self) -> None:
        """Ask about the chosen door."""
        if self.argument:
            query = DoorPaneQuery(self.argument, self._household)
            self.ask(query, self._show, self._lose)

    def _lose(self, error: Known) -> None:
        """Show no door when the chosen one went with its grid; nobody asked, so nothing is said."""
        if error.code != "row-unknown":
            self.place.say(error.sentence)
            return
        self.argument = ""
        self.publish(PaneState())

    def _show(self, pane: DoorPane) -> None:
        if pane.dwelling != self.argument:
            return
        before = self.state
        state = _of_card(pane, pane.card) if pane.card else _of_empty(pane)
        stages = {one.id: str(one.sync) for one in pane.visits}
        self.publish(
            replace(
                state,
                logged=before.logged,
                outcome=before.outcome,
                logged_text=before.logged_text,
                logged_stage=stages.get(before.logged, before.logged_stage),
            )
        )


def _of_empty(pane: DoorPane) -> PaneState:
    notes = [Note("hint", pane.access_note)] if pane.access_note else []
    if pane.visits_text:
        notes.append(Note("history", pane.visits_text))
    return PaneState(
        dwelling=pane.dwelling,
        place=pane.place,
        door=pane.door,
        number=pane.number,
        name=pane.use_word or "还没登记人",
        notes=tuple(notes),
    )


def _of_card(pane: DoorPane, card: HouseholdCard) -> PaneState:
    mark = text.mark_of(card.standing)
    others = tuple((one.household, one.name or "还没登记人") for one in pane.households)
    return PaneState(
        dwelling=pane.dwelling,
        household=card.household,
        place=pane.place,
        door=pane.door,
        number=pane.number,
        name=card.name or "还没登记人",
        tags=text.tag_words(card),
        hidden=sum(one.hidden for one in card.people),
        standing=mark.standing,
        word=mark.word,
        since=card.standing.since_text,
        warning=card.warning,
        notes=tuple(_notes(pane, card)),
        people=tuple(_people(card)) if len(card.people) > 1 else (),
        homes=others if len(others) > 1 else (),
    )


def _notes(pane: DoorPane, card: HouseholdCard) -> list[Note]:
    notes = [Note("hint", pane.access_note)] if pane.access_note else []
    notes += [Note("promise", f"答应过：{one.text}") for one in card.promises if not one.is_kept]
    if card.standing.hint:
        notes.append(Note("clock", card.standing.hint))
    if pane.visits_text:
        notes.append(Note("history", pane.visits_text))
    return notes


def _people(card: HouseholdCard) -> list[Dweller]:
    return [
        Dweller(
            one.name,
            "，".join(part for part in (one.age, one.sex) if part),
            "，".join(
                [part for part in (one.relation, *(f"小名 {a}" for a in one.aliases)) if part]
            ),
            one.hidden,
        )
        for one in card.people
    ]
