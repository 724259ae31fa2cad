"""What lies behind the card of a household: every visit, and who changed what, once asked for."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.history import HistoryLine, HistoryQuery
from fieldapp.queries.merged import MergedQuery, MergedRow
from fieldapp.queries.visits import VisitRow, VisitsQuery
from ui import text
from ui.viewmodels import household_rows as rows
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class HouseholdHistory(ViewModel):
    """The two sheets of the past. The argument is the household, set by the card."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self._visits = RowList(rows.VisitLine, self)
        self._changes = RowList(rows.HistoryRow, self)
        self._merged_text = ""

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QObject, notify=stateChanged)
    def visits(self) -> QObject:
        """Every visit, once asked for."""
        return self._visits

    @Property(QObject, notify=stateChanged)
    def changes(self) -> QObject:
        """Who changed what, once asked for."""
        return self._changes

    @Property(str, notify=stateChanged)
    def mergedText(self) -> str:
        """自动合好 2 处, or "" where nothing of this household merged by itself lately."""
        return self._merged_text

    @Slot()
    def openMerged(self) -> None:
        """Look at what merged by itself."""
        self.place.go("conflicts", "merged")

    @Slot()
    def askChanges(self) -> None:
        """Ask who changed what in this household."""
        self.ask(HistoryQuery("household", self.argument, also_people=True), self._show_changes)

    @Slot()
    def askVisits(self) -> None:
        """Ask for every visit."""
        self.ask(VisitsQuery(self.argument), self._show_visits)

    # --- for the card ----------------------------------------------------------------------------

    def begin(self, household: str) -> None:
        """Be about another household, empty until asked."""
        self.argument = household
        self._visits.swap(())
        self._changes.swap(())
        self.ask(MergedQuery(), self._show_merged)

    def _show_merged(self, merged: tuple[MergedRow, ...]) -> None:
        count = sum(one.household == self.argument for one in merged)
        self._merged_text = f"自动合好 {text.counted(count, '处')}" if count else ""
        self.stateChanged.emit()

    def _show_visits(self, visits: tuple[VisitRow, ...]) -> None:
        self._visits.swap(rows.visit_lines(visits))

    def _show_changes(self, lines: tuple[HistoryLine, ...]) -> None:
        self._changes.swap([rows.history_row(one) for one in lines])
