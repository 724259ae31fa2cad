"""今天: the doors due and why, yesterday's open lines, new 批示, running campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of, moment
from fieldapp.queries.diary import NewReviewRow, NewReviewsQuery
from fieldapp.queries.diary_lines import UntickedQuery, UntickedRow
from fieldapp.queries.issues import IssuesQuery
from fieldapp.queries.standing import Standing, StandingQuery
from fieldapp.queries.today import TodayQuery, TodayView
from fieldapp.services.diary_lines import TickLine, UntickLine
from ui import text
from ui.bridge import Known
from ui.qt_types import QVariantList
from ui.viewmodels import grid_choice
from ui.viewmodels import today_rows as rows
from ui.viewmodels.away import AwayModel
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

EVENING_HOUR = 18
FRESH = ("这台平板里还没有户", "领一次网格，以后没网也能用。大约要 1 分钟。", "连网，领网格")
PARTED = (
    "手里没有网格了",
    "原来的网格已交给别人，写的都交过去了。社区书记分给你新的网格后，同步一次就有。",
    "同步一次",
)
STOPPED = (
    "这台平板已停用",
    "写的都交上去了，户的记录不再放在这里。要再用，找管账号的人重新登记。",
    "再看一次",
)


@dataclass(frozen=True, slots=True)
class TodayState:
    """Headings and the next door; the lists stand beside it."""

    context: str = ""
    heading: str = ""
    hint: str = ""
    next_key: str = ""
    next_text: str = ""
    open_heading: str = ""
    is_empty: bool = False
    is_fresh: bool = False
    is_parted: bool = False
    is_stopped: bool = False
    is_known: bool = False


@QmlElement
class TodayModel(ViewModel):
    """What a worker sees first."""

    stateChanged = Signal()
    watched = (
        frozenset(
            "household resident member visit promise campaign dwelling building care tag_kind "
            "diary_entry diary_line tick review instruction reply issue issue_step".split()
        )
        | grid_choice.WATCHED
        | AwayModel.watched
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: TodayState = TodayState(context=text.day_heading(day_of(place.now_ms)))
        self._grid = grid_choice.GridChoiceModel(place, self)
        self._lines = RowList(rows.TodayLine, self)
        self._campaigns = RowList(rows.CampaignCard, self)
        self._open = RowList(rows.OpenLine, self)
        self._reviews = RowList(rows.ReviewCard, self)
        self._issues = RowList(rows.IssueDue, self)
        self._away = AwayModel(place, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """The day, beside the title."""
        return self.state.context

    @Property(QObject, notify=stateChanged)
    def grid(self) -> QObject:
        """The chooser of the grid at hand."""
        return self._grid

    @Property(QObject, notify=stateChanged)
    def away(self) -> QObject:
        """What is to be said about the last word from the community."""
        return self._away

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
    def isFresh(self) -> bool:
        """Whether this device holds no grid yet."""
        return self.state.is_fresh

    @Property(QVariantList, notify=stateChanged)
    def freshWords(self) -> list[str]:
        """Why no grid is here, and what to do: title, text, and the button's word."""
        if self.state.is_stopped:
            return list(STOPPED)
        return list(PARTED if self.state.is_parted else FRESH)

    @Property(QVariantList, notify=stateChanged)
    def firstSteps(self) -> list[dict[str, object]]:
        """The way to the first grid: {title, detail, done}."""
        who = self.place.enlisted
        if self.state.is_stopped or self.state.is_parted:
            return []
        return [
            {"title": f"已登记，{who.person_name}", "detail": "这台平板认得你了", "done": True},
            {"title": "连上办公室的网", "detail": "走到社区办公室，会自己连上。", "done": False},
            {"title": "领网格", "detail": "文字先到，以后没网也能用", "done": False},
        ]

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

    @Property(str, notify=stateChanged)
    def openHeading(self) -> str:
        """How many lines wait for their tick."""
        return self.state.open_heading

    @Property(QObject, notify=stateChanged)
    def openLines(self) -> QObject:
        """Lines of earlier days without a tick."""
        return self._open

    @Property(QObject, notify=stateChanged)
    def reviews(self) -> QObject:
        """批示 that wait for an answer."""
        return self._reviews

    @Property(QObject, notify=stateChanged)
    def issues(self) -> QObject:
        """Issues that wait for whoever looks."""
        return self._issues

    @Slot(str)
    def openIssue(self, issue: str) -> None:
        """Open an issue, or all of them."""
        self.place.go("issues", issue)

    @Slot(str, bool)
    def tick(self, line: str, isTicked: bool) -> None:
        """Tick a line, or take the tick back; it stays in its place until the page is left."""
        self._open.swap(
            [
                replace(one, is_ticked=isTicked) if one.key == line else one
                for one in self._open.rows
            ]
        )
        if isTicked:
            self.do(TickLine(line))
        else:
            self.do(UntickLine(line))

    @Slot(str)
    def openReview(self, entry: str) -> None:
        """Open the page that a 批示 stands on; one on a colleague's page waits on that of today."""
        self.place.go("diary", "today" if entry.startswith(rows.ASKED) else entry)

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

    @Slot(str)
    def openCampaign(self, campaign: str) -> None:
        """Open a campaign with the doors it has left."""
        self.place.go("campaigns", campaign)

    @Slot()
    def startCampaign(self) -> None:
        """Begin a campaign: the secretary's, or one's own in an emergency."""
        self.place.go("start_campaign", "")

    @Slot()
    def openDoors(self) -> None:
        """Look at all doors."""
        self.place.go("doors", "")

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
        self._grid.refresh()
        self._away.refresh()
        self.ask(TodayQuery(), self._show, self._show_none)
        self.ask(UntickedQuery(), self._show_open)
        self.ask(NewReviewsQuery(), self._show_reviews)
        self.ask(IssuesQuery(), lambda found: self._issues.swap(rows.issue_lines(found)))

    def hide(self) -> None:
        """Leave the page: what was ticked is not brought up again."""
        super().hide()
        self._open.swap([one for one in self._open.rows if not one.is_ticked])

    def _show_standing(self, standing: Standing) -> None:
        is_parted = standing.has_parted and not standing.has_grid
        is_new = all(one.cursor == 0 for one in standing.scopes) and standing.outbox == 0
        self.publish(
            replace(
                self.state,
                is_fresh=(is_new or is_parted) and self.state.is_empty,
                is_parted=is_parted,
                is_stopped=standing.is_stopped,
            )
        )

    def _show_open(self, unticked: tuple[UntickedRow, ...]) -> None:
        now_ms = self.place.now_ms
        ticked = [one for one in self._open.rows if one.is_ticked]
        self._open.swap(_in_place(self._open.rows, rows.open_lines(unticked, ticked, now_ms)))
        self.publish(replace(self.state, open_heading=rows.open_heading(unticked, now_ms)))

    def _show_reviews(self, found: tuple[NewReviewRow, ...]) -> None:
        self._reviews.swap([rows.review_card(one, self.place.now_ms) for one in found])

    def _show_none(self, error: Known) -> None:
        """No grid is here, or none any more: clear what was shown, and say what to do."""
        if error.code != "not-your-scope":
            self.place.say(error.sentence)
            return
        self._lines.swap(())
        self._campaigns.swap(())
        self.publish(
            replace(
                self.state,
                heading=_heading(0, is_evening=False),
                next_key="",
                next_text="",
                is_empty=True,
                is_known=True,
            )
        )
        self.ask(StandingQuery(), self._show_standing)

    def _show(self, view: TodayView) -> None:
        is_evening = moment(self.place.now_ms).hour >= EVENING_HOUR
        lines = rows.lines_of(view, self.place.now_ms)
        self._lines.swap(lines)
        if not lines:
            self.ask(StandingQuery(), self._show_standing)
        self._campaigns.swap([rows.campaign_card(one, self.place.now_ms) for one in view.campaigns])
        first = view.next
        self.publish(
            replace(
                self.state,
                context=_context(view.on, self.place.now_ms, is_evening=is_evening),
                heading=_heading(view.due_count, is_evening=is_evening),
                hint="错时敲门" if is_evening else "按楼走，少跑楼梯",
                next_key=first.household if first else "",
                next_text="去 " + text.whose(first.door, first.name, ending="家") if first else "",
                is_empty=not lines,
                is_fresh=self.state.is_fresh and not lines,
                is_known=True,
            )
        )


def _context(on: date, now_ms: int, *, is_evening: bool) -> str:
    day = text.day_heading(on)
    return f"{day}{text.JOINT}{text.clock_text(now_ms)}" if is_evening else day


def _heading(count: int, *, is_evening: bool) -> str:
    if count == 0:
        return "今晚没有该去的户" if is_evening else "今天没有该去的户"
    counted = text.counted(count, "户")
    return f"今晚还有 {counted}" if is_evening else f"今天该去 {counted}"


def _in_place(
    before: Sequence[rows.OpenLine], after: Sequence[rows.OpenLine]
) -> list[rows.OpenLine]:
    """Keep the lines in the order in which they stood; new ones come last."""
    order = {one.key: at for at, one in enumerate(before)}
    return sorted(after, key=lambda one: order.get(one.key, len(order)))
