"""事项: what waits for me, for others, what is done; one issue's way, and the next step of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.domain.issue_words import DEED, Deed
from fieldapp.queries.issue_page import IssueQuery, IssueView
from fieldapp.queries.issues import IssueList, IssuesQuery
from fieldapp.services.issues import TakeBackIssue, TakeBackStep, TakeStep
from fieldapp.verbs import Command
from ui import text
from ui.viewmodels.base import Workplace
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.issue_argument import NEW
from ui.viewmodels.issue_lists import IssueLists
from ui.viewmodels.issue_new import NewIssue
from ui.viewmodels.issue_rows import (
    DUE_DAYS,
    IssuesState,
    issue_lines,
    shown,
)
from ui.viewmodels.photo_strip import KINDS, PhotoModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1
R = TypeVar("R")


@QmlElement
class IssuesModel(IssueLists):
    """The page. Its argument is an issue's id, or `new:` and what is already known (`NewIssue`)."""

    asked = Signal()
    """The page was opened for one of them."""
    said = Signal(str, str)
    """Words and unit that stand in the fields for the chosen issue."""
    ratingMissed = Signal()
    """People's answer is wanted, and none was chosen."""
    watched = (
        frozenset("issue issue_step household resident member dwelling staff sync".split()) | KINDS
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: IssuesState = IssuesState()
        self._found = IssueList((), (), (), 0)
        self._note = self._unit = ""
        self._is_busy = False
        self.strip = PhotoModel(place, self)
        self._half = HalfTyped(place, self, self._typed, self._drop)
        self._new = NewIssue(place, self, self._raised)

    @Property(QObject, constant=True)
    def photos(self) -> QObject:
        """Its photographs: a PhotoModel."""
        return self.strip

    @Property(QObject, constant=True)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Property(QObject, constant=True)
    def fresh(self) -> QObject:
        """The form of a new issue: a NewIssue."""
        return self._new

    @Slot(str)
    def choose(self, issue: str) -> None:
        """Show another issue; what is half said about the one before is kept with it."""
        if issue != self.state.chosen or self.state.is_writing:
            self._begin(issue)
            self.ask(IssueQuery(issue), self._show_one)

    @Slot()
    def write(self) -> None:
        """Begin a new issue."""
        self._begin_new("")

    @Slot()
    def stopWriting(self) -> None:
        """Leave the form; what is typed there stays."""
        self._new.keep()
        self.publish(replace(self.state, is_writing=False))
        self.refresh()

    @Slot(str)
    def say(self, words: str) -> None:
        """Take over what is said with the next step."""
        if words != self._note:
            self._note = words
            self._half.touch()

    @Slot(str)
    def nameUnit(self, unit: str) -> None:
        """Take over which unit it is."""
        if unit != self._unit:
            self._unit = unit
            self._half.touch()

    @Slot(str)
    def rate(self, rating: str) -> None:
        """Choose how content they are."""
        self.publish(replace(self.state, rating="" if rating == self.state.rating else rating))

    @Slot(int)
    def arrange(self, index: int) -> None:
        """Choose until when, about."""
        self.publish(replace(self.state, due=index))

    @Slot(str)
    def take(self, deed: str) -> None:
        """Take a step with what is said in the fields; for a merge, ask first into which."""
        if deed == Deed.merge:
            self.publish(replace(self.state, is_merging=True))
        else:
            if deed == Deed.rate and not self.state.rating:
                self.ratingMissed.emit()
            self._take(deed)

    @Slot(str)
    def mergeInto(self, issue: str) -> None:
        """Merge it into another one."""
        self.endMerging()
        self._take(Deed.merge, issue)

    @Slot()
    def endMerging(self) -> None:
        """Merge it into none."""
        self.publish(replace(self.state, is_merging=False))

    def _take(self, deed: str, into: str = "") -> None:
        at = self.state.due
        days = DUE_DAYS[at - 1] if at else None
        due = None if days is None else day_of(self.place.now_ms) + timedelta(days)
        rating = self.state.rating if deed == Deed.rate else ""
        unit = self._unit if self.state.wants_unit else ""
        issue = self.state.chosen
        wish = TakeStep(issue, deed, self._note, unit, due, rating, into)
        self._do_once(wish, lambda step: self._saved(issue, deed, step))

    @Slot()
    def undo(self) -> None:
        """Take back what the bar tells of."""
        if self.state.saved_step == self.state.chosen:
            self.takeBack(self.state.chosen)
        else:
            self.takeBack(self.state.saved_step)

    @Slot(str)
    def takeBack(self, key: str) -> None:
        """Take one's own step, or the whole issue, back."""
        issue = self.state.chosen
        if key == issue:
            self._do_once(TakeBackIssue(key), lambda _: self._gone(issue))
        else:
            self._do_once(TakeBackStep(key), lambda _: self._tell(issue, "撤销了", ""))

    @Slot()
    def openHousehold(self) -> None:
        """Open the household that it is about."""
        if self.state.household:
            self.place.go("household", self.state.household)

    @Slot()
    def openInto(self) -> None:
        """Show the issue that this one was merged into."""
        self.choose(self.state.into)

    @Slot()
    def back(self) -> None:
        """Return to where the page was opened from."""
        self.place.back()

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin with what the page was opened with, which is used up then: no way back repeats."""
        argument, self.argument = self.argument, ""
        if argument.startswith(NEW):
            self._begin_new(argument.removeprefix(NEW))
        elif argument:
            self._begin(argument)
        if argument:
            self.publish(replace(self.state, is_asked=True))
            self.asked.emit()

    def hide(self) -> None:
        """Keep what is half typed."""
        self._half.flush()
        self._new.keep()
        self.publish(replace(self.state, saved=""))
        super().hide()

    def refresh(self) -> None:
        """Ask for the list, then for the chosen one."""
        self.ask(IssuesQuery(), self._show)
        self.strip.refresh()

    def _begin_new(self, known: str) -> None:
        self._half.flush()
        if not (self.state.is_writing and self._new.is_about(known)):
            self._new.begin(known)
        self.publish(replace(self.state, is_writing=True, saved=""))

    def _begin(self, issue: str) -> None:
        self._half.flush()
        self._note = self._unit = ""
        self.said.emit("", "")
        self.publish(
            replace(
                self.state, chosen=issue, is_writing=False, saved="", rating="", due=0, late_text=""
            )
        )
        if issue:
            self._half.open(f"issue:{issue}", lambda kept: self._put_back(issue, kept))

    def _put_back(self, issue: str, kept: str) -> None:
        if kept and issue == self.state.chosen:
            said = json.loads(kept)
            self._note, self._unit = str(said[0]), str(said[1])
            self.said.emit(self._note, self._unit)

    def _typed(self) -> str:
        return json.dumps([self._note, self._unit]) if self._note or self._unit else ""

    def _drop(self) -> None:
        self._note = self._unit = ""
        self.said.emit("", "")

    def _do_once(self, command: Command[R], then: Callable[[R], None]) -> None:
        """Do it unless an earlier tap is not answered yet."""
        if self._is_busy:
            return
        self._is_busy = True

        def done(result: R) -> None:
            self._free()
            then(result)

        self.do(command, done, let_go=self._free)

    def _free(self) -> None:
        self._is_busy = False

    def _tell(self, issue: str, saved: str, step: str) -> None:
        if issue == self.state.chosen:
            self.publish(replace(self.state, saved=saved, saved_step=step, rating="", due=0))

    def _saved(self, issue: str, deed: str, step: str) -> None:
        self._half.forget(f"issue:{issue}")
        if issue == self.state.chosen:
            self._drop()
            self._tell(issue, f"{DEED[Deed(deed)]}，已存本机", step)

    def _raised(self, issue: str, saved: str) -> None:
        if issue and self.state.is_writing:
            self.asked.emit()
            self._begin(issue)
            self._tell(issue, saved, issue)
        self.refresh()

    def _gone(self, issue: str) -> None:
        if issue == self.state.chosen:
            self._begin("")
            self._tell("", "撤销了", "")
        self.refresh()

    def _lost(self, issue: str) -> None:
        """Go to the first one in place of one that is not there any more."""
        first = next((row.key for row in self._list.rows if not row.is_group), "")
        if issue == self.state.chosen and not self.state.is_writing and first not in ("", issue):
            self._begin(first)
            self.ask(IssueQuery(first), self._show_one, lambda _: None)

    def _show(self, found: IssueList) -> None:
        self._found = found
        rows = (*found.mine, *found.others, *found.done)
        grids = {row.grid for row in rows}
        self._list.swap(list(issue_lines(found, shows_grid=len(grids) > 1)))
        ids = [row.id for row in rows]
        count = len(found.mine) + len(found.others)
        heading = f"还有 {text.counted(count, '件')}没办完" if count else "都办完了"
        heading = heading if ids else "还没有事项"
        self.publish(replace(self.state, heading=heading, is_empty=not ids, is_known=True))
        chosen = self.state.chosen
        if chosen:
            self.ask(IssueQuery(chosen), self._show_one, lambda _: self._lost(chosen))
        else:
            self._lost("")

    def _show_one(self, view: IssueView) -> None:
        row = view.row
        if row.id != self.state.chosen:
            return
        deeds = self.fill(view, self._found)
        self.strip.about("issue", row.id)
        self.publish(shown(self.state, view, deeds))
