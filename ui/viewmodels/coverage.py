"""覆盖: four figures of a month and a grid; under the chosen one the households it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.coverage import Figure, Month, Reach, month_of
from fieldapp.domain.days import day_of
from fieldapp.domain.reasons import day_text
from fieldapp.queries.coverage import CoverageQuery, CoverageRow, CoverageView
from ui import text
from ui.viewmodels import grid_choice
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

MONTHS_BACK = 11
_MARKS = {
    Reach.met: "met",
    Reach.phoned: "phone",
    Reach.no_answer: "away",
    Reach.refused: "refused",
    Reach.other: "away",
    Reach.not_yet: "due",
}
_BAR = (
    ("met", "见到", "met", False),
    ("phoned", "电话", "met", True),
    ("no_answer", "无人", "away", False),
    ("refused", "拒访", "away", True),
    ("other", "别的结果", "away", True),
    ("not_yet", "还没去", "due", True),
)
_TITLES = {"due": "应访", "knocked": "敲过门", "contacted": "联系上", "left": "还没联系上"}
_LEFT = ("no_answer", "refused", "other", "not_yet")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One of the four figures."""

    key: str
    title: str
    count: str
    detail: str


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One household behind the chosen figure."""

    key: str
    door: str
    name: str
    note: str
    standing: str
    word: str
    last: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar with its mark and word."""

    key: str
    share: float
    role: str
    hollow: bool
    standing: str
    word: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A part of the chosen figure's list."""

    key: str
    word: str
    count: str


@dataclass(frozen=True, slots=True)
class CoverageState:
    """Month and figure in force."""

    context: str = ""
    chosen: str = "left"
    narrowed: str = ""
    heading: str = ""
    total: str = ""
    empty_text: str = ""
    month: int = 0
    parts: tuple[Part, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    months: tuple[str, ...] = ()


@QmlElement
class CoverageModel(MappedModel):
    """The figures; none is typed, each is counted from the visits."""

    watched = frozenset("visit household member resident dwelling".split()) | grid_choice.WATCHED

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: CoverageState = CoverageState()
        self._figures = RowList(FigureLine, self)
        self._rows = RowList(CoverLine, self)
        self._grid = grid_choice.GridChoiceModel(place, self)
        self._months = _months(day_of(place.now_ms))
        self.publish(replace(self.state, months=tuple(_month_word(one) for one in self._months)))
        self._view: CoverageView | None = None

    @Property(QObject, constant=True)
    def grid(self) -> QObject:
        """The chooser of the grid at hand."""
        return self._grid

    @Property(QObject, constant=True)
    def figures(self) -> QObject:
        """The four figures."""
        return self._figures

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """The households behind the chosen one."""
        return self._rows

    @Slot(str)
    def choose(self, figure: str) -> None:
        """List what a figure counts."""
        self.publish(replace(self.state, chosen=figure, narrowed=""))
        if self._view is not None:
            self._show(self._view)

    @Slot(str)
    def narrow(self, part: str) -> None:
        """List only a part of it; "" lists all."""
        self.publish(replace(self.state, narrowed=part))
        self._list()

    @Slot(int)
    def setMonth(self, index: int) -> None:
        """Look at another month."""
        self.publish(replace(self.state, month=index))
        self.refresh()

    @Slot()
    def openPaper(self) -> None:
        """Lay the month out on one page."""
        self.place.go("month", str(self._months[self.state.month]))

    @Slot(str)
    def openHousehold(self, household: str) -> None:
        """Open a household of the list."""
        self.place.go("household", household)

    def refresh(self) -> None:
        """Ask for the figures of the grid at hand."""
        self._grid.refresh()
        self.ask(CoverageQuery(str(self._months[self.state.month])), self._show)

    def _show(self, view: CoverageView) -> None:
        self._view = view
        phoned = f"，电话 {text.counted(view.phoned.count, '户')}" if view.phoned.count else ""
        self._figures.swap(
            [
                _figure("due", view.due, "本月该见到的，空置不算"),
                _figure("knocked", view.knocked, f"应访的 {view.knock_rate}"),
                _figure("contacted", view.contacted, f"应访的 {view.contact_rate}{phoned}"),
                _figure("left", view.left, self._left_hint(view)),
            ]
        )
        total = view.due.count
        parts = [
            Part(
                key,
                getattr(view, key).count / total if total else 0.0,
                role,
                hollow,
                _MARKS[Reach(key)],
                f"{word} {getattr(view, key).count}",
            )
            for key, word, role, hollow in _BAR
            if getattr(view, key).count
        ]
        month = self._months[self.state.month]
        until = f"到 {day_text(view.until)}"
        context = f"{month.number}月，{'到今天' if self.state.month == 0 else until}"
        self.publish(
            replace(
                self.state,
                context=context,
                parts=tuple(parts),
                total=f"合计 {text.counted(total, '户')}",
            )
        )
        self._list()

    def _left_hint(self, view: CoverageView) -> str:
        if self.state.chosen == "left" and view.left.count:
            return f"下面就是这 {text.counted(view.left.count, '户')}"
        return "点一下看是哪些户"

    def _list(self) -> None:
        view = self._view
        if view is None:
            return
        chosen, narrowed = self.state.chosen, self.state.narrowed
        figure: Figure = getattr(view, narrowed or chosen)
        whole: Figure = getattr(view, chosen)
        rows = view.behind(figure)
        self._rows.swap([_line(row) for row in rows])
        parts = _LEFT if chosen == "left" else ()
        shown = [(key, word, getattr(view, key).count) for key, word, _, _ in _BAR if key in parts]
        narrowings = [Narrowing(key, word, str(count)) for key, word, count in shown if count]
        whole_of_it = Narrowing("", "全部", str(whole.count))
        counted = text.counted(len(rows), "户")
        self.publish(
            replace(
                self.state,
                heading=f"{_TITLES[chosen]}的 {counted}",
                empty_text="" if rows else f"这个月{_TITLES[chosen]}的，一户也没有。",
                narrowings=(whole_of_it, *narrowings) if len(narrowings) > 1 else (),
            )
        )


def _figure(key: str, figure: Figure, detail: str) -> FigureLine:
    return FigureLine(key, _TITLES[key], str(figure.count), detail)


def _line(row: CoverageRow) -> CoverLine:
    return CoverLine(
        row.household,
        row.door,
        row.name,
        row.note,
        _MARKS[row.reach],
        row.reach_word,
        row.last_text,
    )


def _months(today: date) -> list[Month]:
    """List the running month and those before it."""
    first = month_of(today)
    at = first.year * 12 + first.number - 1
    return [Month((at - back) // 12, (at - back) % 12 + 1) for back in range(MONTHS_BACK + 1)]


def _month_word(month: Month) -> str:
    return f"{month.year}年{month.number}月"
