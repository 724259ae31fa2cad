"""The lists on 事项: the issues, and of the chosen one its slips, its way and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Property, QObject

from fieldapp.domain.days import day_of
from fieldapp.domain.issue_words import Deed
from fieldapp.queries.issue_page import IssueDeed, IssueView
from fieldapp.queries.issues import IssueList
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.issue_rows import (
    RATINGS,
    Choice,
    IssueLine,
    SlipMarkLine,
    StepLine,
    due_choices,
    merge_lines,
    slip_marks,
    step_lines,
)
from ui.viewmodels.list_model import RowList


class IssueLists(MappedModel):
    """What stands in rows there."""

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self._list = RowList(IssueLine, self)
        self._slips = RowList(SlipMarkLine, self)
        self._steps = RowList(StepLine, self)
        self._deeds = RowList(Choice, self)
        self._others = RowList(IssueLine, self)
        self._dues = RowList(Choice, self)
        self._ratings = RowList(Choice, self)
        self._ratings.swap(RATINGS)

    @Property(QObject, constant=True)
    def list(self) -> QObject:
        """The issues under their three headings."""
        return self._list

    @Property(QObject, constant=True)
    def slips(self) -> QObject:
        """The six slips of the chosen one."""
        return self._slips

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        """Its way so far."""
        return self._steps

    @Property(QObject, constant=True)
    def deeds(self) -> QObject:
        """What else can be done with it now."""
        return self._deeds

    @Property(QObject, constant=True)
    def others(self) -> QObject:
        """What it can be merged into."""
        return self._others

    @Property(QObject, constant=True)
    def ratings(self) -> QObject:
        """What people can answer."""
        return self._ratings

    @Property(QObject, constant=True)
    def dues(self) -> QObject:
        """The days that can be arranged."""
        return self._dues

    def fill(self, view: IssueView, found: IssueList) -> Sequence[IssueDeed]:
        """Show an issue; give what can be done: a merge only where there is another one."""
        others = merge_lines(found, view.row)
        deeds = [one for one in view.deeds if one.deed != Deed.merge or others]
        self._slips.swap(slip_marks(view))
        self._steps.swap(step_lines(view))
        self._others.swap(others)
        self._deeds.swap([Choice(one.deed, one.word) for one in deeds if not one.is_main])
        self._dues.swap(due_choices(day_of(self.place.now_ms)))
        return deeds
