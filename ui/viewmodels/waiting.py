"""What waits, counted again after every change: records to be sent, 批示 to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldapp.queries.reviews import ReviewQueueQuery
from fieldapp.queries.sync import StatusQuery, SyncStatus
from ui import text
from ui.sync_state import LineState
from ui.viewmodels.base import Workplace
from ui.viewmodels.registry import rail_of

if TYPE_CHECKING:
    from ui.viewmodels.shell import ShellModel


class Waiting(QObject):
    """Counts for the frame of one session, and says there how the records stand."""

    def __init__(self, place: Workplace, shell: ShellModel) -> None:
        super().__init__(shell)
        self._place = place
        self._shell = shell
        self._status: SyncStatus | None = None

    def count(self) -> None:
        """Count again what waits."""
        place = self._place
        place.bridge.hand_over(self, place.desk.ask(StatusQuery()), self._counted)
        if "review" in rail_of(place.enlisted.role):
            queue = place.desk.ask(ReviewQueueQuery())
            place.bridge.hand_over(
                self, queue, lambda held: self._shell.set_badge("review", held.unread)
            )

    def tell(self) -> None:
        """Say how the records stand, by the last count and the line as it is now."""
        if self._status is None:
            return
        words, shape = record_words(self._status, self._shell.line_state().line, self._place.now_ms)
        waiting = self._status.waiting + self._status.delivered
        self._shell.publish(record_text=words, record_shape=shape, waiting=waiting)

    def _counted(self, status: SyncStatus) -> None:
        self._status = status
        self._shell.set_badge("sync", status.waiting + status.delivered)
        self.tell()


def record_words(status: SyncStatus, line: LineState, now_ms: int) -> tuple[str, str]:
    """Say how the records stand, and give the mark for it."""
    is_away = line in (LineState.OFF, LineState.AWAY) or (
        line is LineState.UNKNOWN and status.is_away
    )
    away = "离线，" if is_away else ""
    if line is LineState.RUNNING:
        return "正在同步", "stored" if status.waiting else "delivered"
    if status.waiting:
        stored = f"{status.waiting} 条{text.STORED}"
        return (f"{away}{stored}" if is_away else f"{stored}，等着送"), "stored"
    if status.delivered:
        return f"{away}{status.delivered} 条{text.DELIVERED}，等入账", "delivered"
    if status.is_proven and status.proven_ms is not None:
        until = f"已同步到 {text.when_text(status.proven_ms, now_ms)}"
        return (f"{until}，可以离线用" if is_away else until), "posted"
    if status.last_done_ms is not None:
        return f"{away}上次同步完 {text.when_text(status.last_done_ms, now_ms)}", "posted"
    return f"{away}还没有同步过", "stored"
