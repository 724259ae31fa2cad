"""交接: what an earlier worker still held, ticked where it was clearly in time; 收下 as one act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QUrl, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.handover import (
    HandoverGroup,
    HandoverQuery,
    HandoverRow,
    HandoverView,
    OpenPromise,
)
from fieldapp.queries.handover_turns import Turn
from fieldapp.queries.sync import StatusQuery, SyncStatus
from fieldapp.queries.transfers_told import Transfer, TransfersQuery
from fieldapp.services.handover import (
    NoteReturned,
    SignHandover,
    TakenOver,
    TakeOver,
    UndoSignature,
)
from fieldapp.services.undo import UndoAct, Undone
from ui import handover_paper as paper
from ui import text
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.handover_rows import (
    TransferLine,
    TurnLine,
    key_of,
    transfer_lines,
    turn_lines,
)
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

AT_ONCE = 20
"""Records taken over in one transaction, so that the bar moves and others get their turn."""


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A household's heading, or one record under it."""

    key: str
    is_group: bool
    title: str
    detail: str
    is_ticked: bool = False
    can_take: bool = False


@dataclass(frozen=True, slots=True)
class OwnLine:
    """Something of one's own that is still open."""

    key: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """Somebody's paper in one's own hands."""

    key: str
    title: str
    detail: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class HandoverState:
    """The page, apart from its lists. `taken` of `to_take` were taken over, while it runs."""

    heading: str = ""
    hint: str = ""
    turns: tuple[TurnLine, ...] = ()
    file: str = ""
    saved: str = ""
    own: str = ""
    button: str = ""
    ticked: int = 0
    taken: int = 0
    to_take: int = 0
    is_busy: bool = False
    is_empty: bool = False
    act: str = ""
    done: str = ""


@QmlElement
class HandoverModel(MappedModel):
    """What is handed from one worker to the next."""

    watched = frozenset(
        "quarantine assignment staff promise sync household dwelling diary_line tick handover "
        "arrived moved building unit compound village_group issue issue_step".split()
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: HandoverState = HandoverState()
        self._lines = RowList(HandoverLine, self)
        self._own = RowList(OwnLine, self)
        self._papers = RowList(PaperLine, self)
        self._transfers = RowList(TransferLine, self)
        self._view: HandoverView | None = None
        self._groups: tuple[HandoverGroup, ...] = ()
        self._ticks: dict[str, bool] = {}
        self._queue: list[str] = []
        self._left = 0

    @Property(QObject, constant=True)
    def lines(self) -> QObject:
        """What was still held, by household."""
        return self._lines

    @Property(QObject, constant=True)
    def own(self) -> QObject:
        """Promises that are still open: one's own, and those of whoever was here before."""
        return self._own

    @Property(QObject, constant=True)
    def papers(self) -> QObject:
        """Somebody's papers in one's own hands."""
        return self._papers

    @Property(QObject, constant=True)
    def transfers(self) -> QObject:
        """What is on its way to another grid, went or came."""
        return self._transfers

    @Slot(str, str)
    def sign(self, key: str, side: str) -> None:
        """Sign one side of a turn, with what is open now."""
        turn, view = self._turn(key), self._view
        if turn is None or view is None:
            return
        counted = view.counted(turn) if side == "gives" else (0, 0, 0)
        self.do(SignHandover(turn.grid, turn.person, turn.until, side, *counted))

    @Slot(str)
    def unsign(self, signature: str) -> None:
        """Take one's own signature back."""
        self.do(UndoSignature(signature))

    @Slot(QUrl)
    def save(self, target: QUrl) -> None:
        """Write the handovers on a page where the person chose."""
        path = Path(target.toLocalFile())
        if self._view is None or not path.name:
            return
        try:
            paper.write_pdf(self._view, self._now, path)
        except OSError:
            self.place.say("这里存不进去。换个位置再存。")
            return
        self.publish(replace(self.state, saved=f"存好了：{path.name}。这份没有锁，印完收好。"))

    def _turn(self, key: str) -> Turn | None:
        turns = self._view.turns if self._view else ()
        return next((one for one in turns if key_of(one) == key), None)

    @Slot(str)
    def tick(self, key: str) -> None:
        """Tick a record, or take the tick away."""
        if not self.state.is_busy:
            self._ticks[key] = not self._is_ticked(key)
            self._draw()

    @Slot(str, bool)
    def count(self, key: str, isReturned: bool) -> None:
        """Note that a paper was counted over, or take that back."""
        kind, _, id_ = key.partition(" ")
        self.do(NoteReturned(kind, id_, isReturned))

    @Slot()
    def take(self) -> None:
        """Take over what is ticked."""
        ids = [id_ for row in self._ticked() for id_ in row.ids]
        if not ids or self.state.is_busy:
            return
        self._queue, self._left = ids, 0
        self.publish(replace(self.state, is_busy=True, taken=0, to_take=len(ids), act="", done=""))
        self._take_some(None)

    @Slot()
    def undo(self) -> None:
        """Take back what was taken over last."""
        if self.state.act:
            self.do(UndoAct(self.state.act), self._undone)

    @Slot()
    def stop(self) -> None:
        """Go no further; what was taken over stays, and can be taken back."""
        self._queue = []

    def opened(self) -> None:
        """Begin with what is ticked by itself."""
        self._ticks = {}
        self.publish(replace(self.state, act="", done="", saved=""))

    def refresh(self) -> None:
        """Ask what there is to hand over."""
        if not self.state.is_busy:
            self.ask(HandoverQuery(), self._show)
            self.ask(StatusQuery(), self._show_waiting)
            self.ask(TransfersQuery(), self._show_transfers)

    def _take_some(self, act: str | None) -> None:
        some, self._queue = self._queue[:AT_ONCE], self._queue[AT_ONCE:]

        def taken(done: TakenOver) -> None:
            self._left += len(done.left)
            self.publish(replace(self.state, taken=self.state.taken + len(some), act=done.act))
            if self._queue:
                self._take_some(done.act)
            else:
                self._finish()

        def refused(error: Any) -> None:
            self.place.say(error.sentence)
            self._finish()

        self.do(TakeOver(tuple(some), act), taken, refused, self._finish)

    def _finish(self) -> None:
        count = self.state.taken - self._left
        rest = f"，{self._left} 处挂着的还没到，先放着" if self._left else ""
        done = f"收下了 {count} 处{rest}" if self.state.act else ""
        self.publish(replace(self.state, is_busy=False, done=done))
        self.refresh()

    def _undone(self, undone: Undone) -> None:
        self.publish(replace(self.state, act="", done=f"撤回了 {undone.undone} 处，原文还留着"))

    def _show(self, view: HandoverView) -> None:
        self._view, self._groups = view, view.groups
        self._own.swap(
            [
                OwnLine(
                    one.id, one.text, f"{self._whose(one)}{one.place}，{self._when(one.made_ms)}"
                )
                for one in view.promises
            ]
            + [
                OwnLine(one.id, one.title, f"事项，{one.state_word}，{one.place}")
                for one in view.issues
            ]
        )
        self._papers.swap(
            [
                PaperLine(
                    f"{one.kind} {one.id}",
                    one.text,
                    f"{one.place}，{self._when(one.made_ms)}",
                    one.is_returned,
                )
                for one in view.originals
            ]
        )
        turns = tuple(turn_lines(view.turns))
        file = paper.file_name(view) if turns else ""
        self.publish(replace(self.state, turns=turns, file=file))
        self._draw()

    def _show_transfers(self, transfers: tuple[Transfer, ...]) -> None:
        self._transfers.swap(transfer_lines(transfers))

    def _show_waiting(self, status: SyncStatus) -> None:
        waiting = f"还有 {status.waiting} 条没送" if status.waiting else "写的都送走了"
        self.publish(replace(self.state, own=waiting))

    def _when(self, at_ms: int) -> str:
        return text.when_text(at_ms, self._now)

    def _whose(self, promise: OpenPromise) -> str:
        return f"{promise.author_name}答应的，" if promise.author_name else ""

    @property
    def _now(self) -> int:
        return self.place.now_ms

    def _draw(self) -> None:
        lines = []
        for at, group in enumerate(self._groups):
            note = text.counted(len(group.rows), "条")
            lines.append(HandoverLine(f"group-{at}", True, group.place, note))
            lines += [
                HandoverLine(
                    row.ids[0],
                    False,
                    f"{row.kind_word}，{row.what}" if row.what else row.kind_word,
                    f"{row.author_name}，{text.when_text(row.made_ms, self._now)}"
                    + (f"，等 {len(row.ids)} 处" if len(row.ids) > 1 else "")
                    + ("" if row.was_in_time else "，不能确定是交接以前记的"),
                    self._is_ticked(row.ids[0]),
                    row.can_take,
                )
                for row in group.rows
            ]
        self._lines.swap(lines)
        count = sum(len(group.rows) for group in self._groups)
        ticked = len(self._ticked())
        self.publish(
            replace(
                self.state,
                heading=f"交过来的 {text.counted(count, '条')}" if count else "",
                hint="交接以前记的先打了钩",
                ticked=ticked,
                button=f"收下打钩的 {ticked} 条" if ticked else "先打钩，再收下",
                is_empty=not count,
            )
        )

    def _is_ticked(self, key: str) -> bool:
        before = {row.ids[0]: row for group in self._groups for row in group.rows}
        row = before.get(key)
        return bool(row and row.can_take and self._ticks.get(key, row.was_in_time))

    def _ticked(self) -> list[HandoverRow]:
        rows = (row for group in self._groups for row in group.rows)
        wanted = [row for row in rows if self._is_ticked(row.ids[0])]
        return sorted(wanted, key=lambda row: row.made_ms)
