"""今天: the doors due and why, yesterday's open lines, new 批示, running campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of, moment
from fieldapp.queries.campaigns import CampaignRow
from fieldapp.queries.due import DueRow
from fieldapp.queries.today import MetRow, TodayQuery, TodayView
from ui import text
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

EVENING_HOUR = 18


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One line of the list: the heading of a building, or a door with its reason."""

    key: str
    is_group: bool
    title: str
    note: str = ""
    door: str = ""
    standing: str = ""
    word: str = ""
    sign: str = ""
    household: str = ""
    dwelling: str = ""


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """A campaign: how many doors are left, and until when."""

    key: str
    title: str
    sign: str
    until: str
    remaining: int
    count_text: str
    share: float


@dataclass(frozen=True, slots=True)
class TodayState:
    """Headings and the next door; the lists stand beside it."""

    context: str = ""
    heading: str = ""
    hint: str = ""
    next_key: str = ""
    next_text: str = ""
    is_empty: bool = False
    is_known: bool = False


@QmlElement
class TodayModel(ViewModel):
    """What a worker sees first."""

    stateChanged = Signal()
    watched = frozenset(
        "household resident member visit promise campaign dwelling building care tag_kind".split()
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: TodayState = TodayState(context=text.day_heading(day_of(place.now_ms)))
        self._lines = RowList(TodayLine, self)
        self._campaigns = RowList(CampaignCard, self)
        self._chosen = ""

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """The day, beside the title."""
        return self.state.context

    @Property(str, notify=stateChanged)
    def heading(self) -> str:
        """How many doors are due."""
        return self.state.heading

    @Property(str, notify=stateChanged)
    def hint(self) -> str:
        """How the list is meant."""
        return self.state.hint

    @Property(str, notify=stateChanged)
    def nextKey(self) -> str:
        """Key of the line that the main button goes to."""
        return self.state.next_key

    @Property(str, notify=stateChanged)
    def nextText(self) -> str:
        """The main button: 去 3-502 高玉芬家, or ""."""
        return self.state.next_text

    @Property(bool, notify=stateChanged)
    def isEmpty(self) -> bool:
        """Whether nothing is due and nothing was done today."""
        return self.state.is_empty

    @Property(bool, notify=stateChanged)
    def isKnown(self) -> bool:
        """Whether the first answer has come."""
        return self.state.is_known

    @Property(QObject, notify=stateChanged)
    def lines(self) -> QObject:
        """The doors, grouped by building."""
        return self._lines

    @Property(QObject, notify=stateChanged)
    def campaigns(self) -> QObject:
        """The campaigns under way."""
        return self._campaigns

    @Slot(str)
    def openDoor(self, key: str) -> None:
        """Open the household behind a line, or the door where nobody is known."""
        line = next((one for one in self._lines.rows if one.key == key), None)
        if line is None or line.is_group:
            return
        if line.household:
            self.place.go("household", line.household)
        else:
            self.place.go("doors", line.dwelling)

    @Slot()
    def openNext(self) -> None:
        """Open the next door of the list."""
        self.openDoor(self.state.next_key)

    @Slot()
    def write(self) -> None:
        """Open the diary to write a line."""
        self.place.go("diary", "")

    # --- from the desk ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask what today holds."""
        self.ask(TodayQuery(), self._show)

    def _show(self, view: TodayView) -> None:
        is_evening = moment(self.place.now_ms).hour >= EVENING_HOUR
        lines = lines_of(view, self.place.now_ms)
        self._lines.swap(lines)
        self._campaigns.swap([_card(row, self.place.now_ms) for row in view.campaigns])
        first = view.next
        self.publish(
            TodayState(
                context=_context(view.on, self.place.now_ms, is_evening=is_evening),
                heading=_heading(view.due_count, is_evening=is_evening),
                hint="错时敲门" if is_evening else "按楼走，少跑楼梯",
                next_key=first.household if first else "",
                next_text=f"去 {first.door} {first.name}家" if first else "",
                is_empty=not lines,
                is_known=True,
            )
        )


def lines_of(view: TodayView, now_ms: int) -> list[TodayLine]:
    """Lay the groups out as one list of headings and doors; what was met today comes last."""
    lines: list[TodayLine] = []
    for group in view.groups:
        lines.append(TodayLine(f"g-{group.id}", True, group.title, group.note))
        lines += [_line(row) for row in group.rows]
    if view.met_today:
        note = text.counted(len(view.met_today), "户")
        lines.append(TodayLine("g-met", True, "今天见到", note))
        lines += [_met_line(row, now_ms) for row in view.met_today]
    return lines


def _line(row: DueRow) -> TodayLine:
    standing, word = text.standing_of(row.state), row.due_text
    if row.outcome_today:
        standing = text.outcome_standing(row.outcome_today)
        word = text.outcome_word(row.outcome_today)
    return TodayLine(
        key=row.household,
        is_group=False,
        title=row.name,
        note=row.warning or row.reason,
        door=row.door,
        standing=standing,
        word=word,
        sign="snow" if row.campaigns else "",
        household=row.household,
        dwelling=row.dwelling,
    )


def _met_line(row: MetRow, now_ms: int) -> TodayLine:
    return TodayLine(
        key=f"met-{row.visit}",
        is_group=False,
        title=row.name,
        note=text.when_text(row.at_ms, now_ms),
        door=row.full_door,
        standing=text.outcome_standing(row.outcome),
        word=text.outcome_word(row.outcome),
        household=row.household,
        dwelling=row.dwelling,
    )


def _context(on: date, now_ms: int, *, is_evening: bool) -> str:
    day = text.day_heading(on)
    return f"{day}{text.JOINT}{text.clock_text(now_ms)}" if is_evening else day


def _heading(count: int, *, is_evening: bool) -> str:
    if count == 0:
        return "今晚没有该去的户" if is_evening else "今天没有该去的户"
    counted = text.counted(count, "户")
    return f"今晚还有 {counted}" if is_evening else f"今天该去 {counted}"


def _card(row: CampaignRow, now_ms: int) -> CampaignCard:
    until = ""
    if row.deadline_ms is not None:
        spoken = text.deadline_text(row.deadline_ms, now_ms)
        until = f"已过 {spoken}" if row.deadline_ms < now_ms else f"{spoken} 前"
    return CampaignCard(
        key=row.id,
        title=row.title,
        sign="snow" if "雪" in row.title else "campaign",
        until=until,
        remaining=row.left,
        count_text=f"{text.counted(row.total, '户')}见到 {row.met}",
        share=row.met / row.total if row.total else 0.0,
    )
