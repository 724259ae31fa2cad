"""走访行动: the campaigns here; of the chosen one the doors left, its end and its undoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.domain.reasons import day_text
from fieldapp.queries.campaign_page import (
    CampaignDoor,
    CampaignLine,
    CampaignQuery,
    CampaignsQuery,
    CampaignState,
    CampaignView,
)
from fieldapp.services.campaigns import EndCampaign, ResumeCampaign
from fieldapp.services.undo import UndoAct, Undone
from ui import text
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.list_model import RowList
from ui.viewmodels.today_rows import TodayLine, sign_of, until_text

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CampaignItem:
    """One campaign in the list, with what is left of it in words."""

    key: str
    title: str
    detail: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class CampaignsState:
    """The chosen campaign."""

    chosen: str = ""
    heading: str = ""
    title: str = ""
    until: str = ""
    about: str = ""
    asks: str = ""
    remaining_text: str = ""
    count_text: str = ""
    share: float = 0.0
    is_running: bool = False
    saved: str = ""
    saved_action: str = ""
    next_key: str = ""
    next_text: str = ""
    is_empty: bool = False
    is_known: bool = False


@QmlElement
class CampaignsModel(MappedModel):
    """The page. Its argument is a campaign's id, and after "|" the act that just started it."""

    watched = frozenset("campaign visit household resident member dwelling building care".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: CampaignsState = CampaignsState()
        self._act = ""
        self._list = RowList(CampaignItem, self)
        self._doors = RowList(TodayLine, self)

    @Property(QObject, constant=True)
    def list(self) -> QObject:
        """The campaigns: those that run, those to come, those that ended."""
        return self._list

    @Property(QObject, constant=True)
    def doors(self) -> QObject:
        """The doors of the chosen one, those left first."""
        return self._doors

    @Slot(str)
    def choose(self, campaign: str) -> None:
        """Show another campaign."""
        if campaign != self.state.chosen:
            self._act = ""
            self.publish(replace(self.state, chosen=campaign, saved=""))
            self.ask(CampaignQuery(campaign), self._show_one)

    @Slot(str)
    def openDoor(self, key: str) -> None:
        """Open a household of the list."""
        line = next((one for one in self._doors.rows if one.key == key), None)
        if line is not None and not line.is_group:
            self.place.go("household", line.household)

    @Slot()
    def openNext(self) -> None:
        """Open the first door that is left."""
        self.openDoor(self.state.next_key)

    @Slot()
    def start(self) -> None:
        """Begin another campaign."""
        self.place.go("start_campaign", "")

    @Slot()
    def end(self) -> None:
        """End the chosen campaign now; it can be taken back."""
        self._act = ""
        self.do(EndCampaign(self.state.chosen), lambda _: self._say("结束了", "接着走"))

    @Slot()
    def undo(self) -> None:
        """Take back what the bar tells of: the start, or the end."""
        if self._act:
            self.do(UndoAct(self._act), self._undone)
        else:
            self.do(ResumeCampaign(self.state.chosen), lambda _: self._say("", ""))

    @Slot()
    def back(self) -> None:
        """Return to where the page was opened from."""
        self.place.back()

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin with the campaign the page was opened with."""
        chosen, _, self._act = self.argument.partition("|")
        self.publish(CampaignsState(chosen=chosen))
        if self._act:
            self._say("发起了", "撤销")

    def refresh(self) -> None:
        """Ask for all campaigns, then for the chosen one."""
        self.ask(CampaignsQuery(), self._show)

    def _say(self, saved: str, action: str) -> None:
        self.publish(replace(self.state, saved=saved, saved_action=action))

    def _undone(self, _: Undone) -> None:
        self._act = ""
        self.publish(CampaignsState(saved="撤销了", is_known=True))
        self.refresh()

    def _show(self, lines: tuple[CampaignLine, ...]) -> None:
        is_alone = len({one.grid for one in lines}) < 2
        self._list.swap([_item(one, self.place.now_ms, is_alone=is_alone) for one in lines])
        ids = [one.row.id for one in lines]
        chosen = self.state.chosen if self.state.chosen in ids else next(iter(ids), "")
        running = sum(one.state is CampaignState.running for one in lines)
        heading = f"正在走 {text.counted(running, '个')}" if running else "现在没有行动"
        self.publish(
            replace(self.state, chosen=chosen, heading=heading, is_empty=not ids, is_known=True)
        )
        if chosen:
            self.ask(CampaignQuery(chosen), self._show_one)
        else:
            self._doors.swap(())

    def _show_one(self, view: CampaignView) -> None:
        line, row = view.line, view.line.row
        if row.id != self.state.chosen:
            return
        self._doors.swap(_lines(view, self.place.now_ms))
        first = next((one for one in view.doors if one.is_left and not one.outcome), None)
        first = first or next((one for one in view.doors if one.is_left), None)
        is_running = line.state is CampaignState.running
        started = f"{line.started_by} {day_text(day_of(row.starts_ms))}发起"
        self.publish(
            replace(
                self.state,
                title=row.title,
                until=_standing(line, self.place.now_ms),
                about=text.JOINT.join((line.grid_name, started.strip())),
                asks="、".join(row.asks),
                remaining_text=_remaining(line),
                count_text=f"{text.counted(row.total, '户')}见到 {row.met}",
                share=row.met / row.total if row.total else 0.0,
                is_running=is_running,
                next_key=first.household if first and is_running else "",
                next_text="去 " + text.whose(first.door, first.name, ending="家")
                if first and is_running
                else "",
            )
        )


def _item(line: CampaignLine, now_ms: int, *, is_alone: bool) -> CampaignItem:
    where = "" if is_alone else line.grid_name
    when = _standing(line, now_ms)
    return CampaignItem(
        line.row.id,
        line.row.title,
        text.JOINT.join(part for part in (where, when) if part),
        sign_of(line.row),
        _remaining(line) if line.state is CampaignState.running else "",
    )


def _remaining(line: CampaignLine) -> str:
    row = line.row
    if line.state is CampaignState.coming:
        return f"会去 {text.counted(row.total, '户')}"
    if not row.left:
        return "都见到了" if row.total else "没有这样的户"
    word = "还剩" if line.state is CampaignState.running else "没见到"
    return f"{word} {text.counted(row.left, '户')}"


def _standing(line: CampaignLine, now_ms: int) -> str:
    match line.state:
        case CampaignState.coming:
            return f"{day_text(day_of(line.row.starts_ms))}开始"
        case CampaignState.ended:
            over = line.ended_ms if line.ended_ms is not None else line.row.deadline_ms
            return f"{text.when_text(over, now_ms)} 结束" if over is not None else "结束了"
        case CampaignState.running:
            return until_text(line.row, now_ms)


def _lines(view: CampaignView, now_ms: int) -> Sequence[TodayLine]:
    lines: list[TodayLine] = []
    for group, inside in groupby(view.doors, key=lambda one: one.group):
        doors = tuple(inside)
        left = sum(one.is_left for one in doors)
        note = f"还剩 {text.counted(left, '户')}" if left else "都见到了"
        lines.append(TodayLine(f"g-{group}", True, doors[0].group_title, note))
        lines += [_door(one, now_ms) for one in doors]
    return lines


def _door(door: CampaignDoor, now_ms: int) -> TodayLine:
    standing, word = "due", "还没去"
    when = text.when_text(door.at_ms, now_ms) if door.at_ms is not None else ""
    concerns = f"有事：{'、'.join(door.concerns)}" if door.concerns else ""
    if door.outcome:
        standing, word = text.outcome_standing(door.outcome), text.outcome_word(door.outcome)
    elif not door.is_left:
        standing, word = "met", "见到"
    return TodayLine(
        key=door.household,
        is_group=False,
        title=door.name or "还没登记人",
        note=text.JOINT.join(part for part in (when, concerns) if part),
        door=door.door,
        standing=standing,
        word=word,
        household=door.household,
        dwelling=door.dwelling,
    )
