"""敲门: an outcome logged with one tap; whom one met, what one saw and one line come after it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.checklist import ChecklistItem, ChecklistQuery
from fieldapp.queries.household import DoorPane, DoorPaneQuery, HouseholdCard
from fieldapp.queries.today import TodayQuery, TodayView
from fieldapp.services.amend import AmendVisit
from fieldapp.services.visits import UndoVisit
from ui import text
from ui.viewmodels.base import Workplace
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.list_model import RowList
from ui.viewmodels.photo_strip import KINDS, PhotoPage
from ui.viewmodels.visit_rows import (
    CheckRow,
    MetChip,
    VisitState,
    answer_of,
    carried,
    check_rows,
    met_chips,
    state_of,
)
from ui.viewmodels.visit_sheet import PENDING, VisitSheet, half_typed, sheet_from

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

AMEND_MS = 4_000
"""How soon half-typed words are kept here, and how soon they join the visit."""


@QmlElement
class VisitModel(PhotoPage):
    """The page of one knock."""

    stateChanged = Signal()
    watched = frozenset("visit household dwelling promise sync".split()) | KINDS

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: VisitState = VisitState()
        self.sheet = VisitSheet("")
        self._card: HouseholdCard | None = None
        self._pane: DoorPane | None = None
        self._items: tuple[ChecklistItem, ...] = ()
        self._next = ""
        self._at_ms = 0
        self._stages: dict[str, str] = {}
        self._is_dirty = False
        self._is_saving = False
        self._checks = RowList(CheckRow, self)
        self._chips = RowList(MetChip, self)
        self._half = HalfTyped(place, self, self._before_outcome, self._drop)
        self._added = HalfTyped(place, self, self._after_outcome)
        self._added.begin(PENDING)
        self._amend = QTimer(self, singleShot=True, interval=AMEND_MS)
        self._amend.timeout.connect(self._join)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def title(self) -> str:
        """敲门, or 电话走访."""
        return self.state.title

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """At whose door."""
        return self.state.context

    @Property(str, notify=stateChanged)
    def address(self) -> str:
        """The address to read out when help is called."""
        return self.state.address

    @Property(str, notify=stateChanged)
    def outcome(self) -> str:
        """The outcome that was tapped, or ""."""
        return self.state.outcome

    @Property(str, notify=stateChanged)
    def note(self) -> str:
        """The one line, as kept; the field itself holds what is being typed."""
        return self.state.note

    @Property(str, notify=stateChanged)
    def promise(self) -> str:
        """What was promised, as kept."""
        return self.state.promise

    @Property(bool, notify=stateChanged)
    def canPromise(self) -> bool:
        """Whether there is a household to promise anything to."""
        return self.state.can_promise

    @Property(str, notify=stateChanged)
    def warning(self) -> str:
        """What to do after three knocks in vain, or ""."""
        return self.state.warning

    @Property(str, notify=stateChanged)
    def loggedText(self) -> str:
        """What was logged, or ""."""
        return self.state.logged_text

    @Property(str, notify=stateChanged)
    def loggedStage(self) -> str:
        """How far that record has got, in a word."""
        return self.state.logged_stage

    @Property(str, notify=stateChanged)
    def nextText(self) -> str:
        """下一户：1-302 魏淑珍, or the way back."""
        return self.state.next_text

    @Property(bool, notify=stateChanged)
    def isKnown(self) -> bool:
        """Whether the door has been read."""
        return self.state.is_known

    @Property(QObject, notify=stateChanged)
    def checks(self) -> QObject:
        """What one may have seen."""
        return self._checks

    @Property(QObject, notify=stateChanged)
    def chips(self) -> QObject:
        """Whom one may have met."""
        return self._chips

    @Property(QObject, notify=stateChanged)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Slot(str)
    def log(self, outcome: str) -> None:
        """Log an outcome; a second tap on another one corrects the first."""
        if self._is_saving or not self.sheet.dwelling or outcome == self.sheet.outcome:
            return
        sole = self._card.people[0].id if self._card and len(self._card.people) == 1 else ""
        sheet = replace(self.sheet, outcome=outcome)
        if outcome == "met" and sole and not sheet.met:
            sheet = replace(sheet, met=(sole,))
        self._set(sheet)
        if sheet.visit:
            self._is_dirty = True
            self._join()
        else:
            self._log_first(sheet)

    @Slot(int)
    def logNumber(self, digit: int) -> None:
        """Log the outcome that a digit stands for."""
        if outcome := text.outcome_of(digit):
            self.log(outcome)

    @Slot()
    def undo(self) -> None:
        """Take the visit back; what was written stays on the page."""
        visit = self.sheet.visit
        if not visit or self._is_saving:
            return
        self._amend.stop()
        self._is_dirty = False
        self._set(replace(self.sheet, visit="", outcome=""))
        self._added.settle()
        self._half.touch()
        self.do(UndoVisit(visit))

    @Slot(str, str)
    def check(self, item: str, value: str) -> None:
        """Answer one thing looked at."""
        self._change(self.sheet.answered(item, answer_of(value)))

    @Slot(str)
    def toggleMet(self, who: str) -> None:
        """Say that somebody was met, or not."""
        self._change(self.sheet.met_toggled(who))

    @Slot(str)
    def setNote(self, note: str) -> None:
        """Take the one line as it is typed."""
        if note != self.sheet.note:
            self._change(replace(self.sheet, note=note))

    @Slot(str)
    def setPromise(self, promise: str) -> None:
        """Take what was promised as it is typed."""
        if promise != self.sheet.promise:
            self._change(replace(self.sheet, promise=promise))

    @Slot(str)
    def carry(self, page: str) -> None:
        """Carry the line into the diary or a new issue."""
        self._join()
        self.place.go(page, carried(page, self.sheet))

    @Slot()
    def openNext(self) -> None:
        """Go to the next door of today, or back to the list."""
        self.place.go("household" if self._next else "today", self._next)

    @Slot()
    def back(self) -> None:
        """Return to where the page was opened from."""
        self.place.back()

    def opened(self) -> None:
        """Begin at another door: `dwelling|household|mode|visit|outcome`, the rest optional."""
        parts = [*self.argument.split("|"), "", "", "", ""]
        self._card, self._pane, self._next = None, None, ""
        self._stages = {}
        self._at_ms = self.place.now_ms
        sheet = VisitSheet(parts[0], parts[1], parts[2] or "door", visit=parts[3], outcome=parts[4])
        self.sheet = sheet
        self.publish(VisitState(title="电话走访" if sheet.mode == "phone" else "敲门"))
        self._half.open(half_typed(sheet.dwelling), self._restore)
        self._ask_items()

    def hide(self) -> None:
        """Leave the page: what was added joins the visit at once."""
        super().hide()
        self._half.flush()
        self._added.flush()
        self._join()

    def refresh(self) -> None:
        """Ask about the door, and where to go next."""
        if self.sheet.dwelling:
            query = DoorPaneQuery(self.sheet.dwelling, self.sheet.household or None)
            self.ask(query, self._show)
            self.ask(TodayQuery(), self._show_next, lambda _: None)
            self.strip.refresh()

    def _show(self, pane: DoorPane) -> None:
        if pane.dwelling != self.sheet.dwelling:
            return
        self._pane, self._card = pane, pane.card
        if pane.card is not None and not self.sheet.household:
            self.sheet = replace(self.sheet, household=pane.card.household)
            self._ask_items()
        for one in pane.visits:
            self._stages[one.id] = str(one.sync)
            if one.id == self.sheet.visit:
                self._at_ms = one.at_ms
        self._draw()

    def _show_next(self, view: TodayView) -> None:
        rows = [row for group in view.groups for row in group.rows if not row.outcome_today]
        row = next((one for one in rows if one.dwelling != self.sheet.dwelling), None)
        self._next = row.household if row else ""
        words = f"下一户：{text.whose(row.door, row.name)}" if row else "回今天"
        self.publish(replace(self.state, next_text=words))

    def _restore(self, kept: str) -> None:
        sheet = sheet_from(kept)
        if sheet is not None and sheet.dwelling == self.sheet.dwelling and self.sheet.is_blank:
            self._set(replace(sheet, mode=self.sheet.mode, household=self.sheet.household))

    def _ask_items(self) -> None:
        self.ask(ChecklistQuery(self.sheet.dwelling, self.sheet.household), self._take_items)

    def _take_items(self, items: tuple[ChecklistItem, ...]) -> None:
        self._items = items
        self._draw()

    def _log_first(self, sheet: VisitSheet) -> None:
        self._is_saving = True
        self._at_ms = self.place.now_ms

        def logged(visit: str) -> None:
            self._is_saving = False
            self._half.forget(half_typed(sheet.dwelling))
            if self.sheet.dwelling == sheet.dwelling:
                self._is_dirty = self.sheet != sheet
                self._set(replace(self.sheet, visit=visit))
                if self._is_dirty:
                    self._later()

        def lost() -> None:
            self._is_saving = False
            if self.sheet.dwelling == sheet.dwelling:
                self._set(replace(self.sheet, outcome=""))
                self._half.touch()

        self.do(sheet.command(self._at_ms), logged, let_go=lost)

    def _change(self, sheet: VisitSheet) -> None:
        self._is_dirty = bool(sheet.visit)
        self._set(sheet)
        self._later()

    def _later(self) -> None:
        if self.sheet.visit:
            self._added.touch()
            self._amend.start()
        else:
            self._half.touch()

    def _before_outcome(self) -> str | None:
        return None if self._is_saving else self.sheet.to_keep

    def _after_outcome(self) -> str | None:
        return self.sheet.as_text() if self.sheet.visit and self._is_dirty else None

    def _drop(self) -> None:
        self._set(VisitSheet(self.sheet.dwelling, self.sheet.household, self.sheet.mode))

    def _join(self) -> None:
        """Have what was added join the visit."""
        self._amend.stop()
        sheet = self.sheet
        if not self._is_dirty or not sheet.visit or self._is_saving:
            return
        self._is_dirty, self._is_saving = False, True

        def joined(visit: str) -> None:
            self._is_saving = False
            self._added.settled()
            if self.sheet.visit == sheet.visit and self.sheet.dwelling == sheet.dwelling:
                self._set(replace(self.sheet, visit=visit))
                if self._is_dirty:
                    self._later()

        def lost() -> None:
            self._is_saving = False
            self._is_dirty = self._is_dirty or self.sheet == sheet

        amend = AmendVisit(sheet.visit, sheet.command(self._at_ms), PENDING)
        self.do(amend, joined, let_go=lost)

    def _set(self, sheet: VisitSheet) -> None:
        self.sheet = sheet
        self._draw()

    def _draw(self) -> None:
        sheet, card, pane = self.sheet, self._card, self._pane
        self.strip.about("visit", sheet.visit, "先点一下结果，照片挂在这次敲门上。")
        self._checks.swap(check_rows(self._items, sheet))
        self._chips.swap(met_chips(card, sheet) if card else ())
        stage = self._stages.get(sheet.visit, text.STORED)
        self.publish(state_of(self.state, sheet, pane, logged_ms=self._at_ms, stage=stage))
