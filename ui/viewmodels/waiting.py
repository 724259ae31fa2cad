"""What waits, counted again after every change: records to be sent, 批示 to be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from fieldapp.queries.reviews import ReviewQueue, ReviewQueueQuery
from fieldapp.queries.sync import StatusQuery, SyncStatus
from ui import text
from ui.sync_state import LineState
from ui.viewmodels.base import Workplace
from ui.viewmodels.registry import rail_of


class Waiting(QObject):
    """Counts for the frame of one session; `counted` is called after each answer."""

    def __init__(self, place: Workplace, counted: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._counted = counted
        self._status: SyncStatus | None = None
        self.to_send = 0
        self.to_read = 0

    def count(self) -> None:
        """Count again what waits."""
        bridge, desk = self._place.bridge, self._place.desk
        bridge.hand_over(self, desk.ask(StatusQuery()), self._take_status)
        if not desk.is_closed and "review" in rail_of(self._place.enlisted.role):
            bridge.hand_over(self, desk.ask(ReviewQueueQuery()), self._take_queue)

    def words(self, line: LineState) -> tuple[str, str] | None:
        """Say how the records stand, and give the mark for it; None before the first count."""
        return (
            None if self._status is None else record_words(self._status, line, self._place.now_ms)
        )

    def _take_status(self, status: SyncStatus) -> None:
        self._status = status
        self.to_send = status.waiting + status.delivered
        self._counted()

    def _take_queue(self, queue: ReviewQueue) -> None:
        self.to_read = queue.unread
        self._counted()


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
    if status.photos.waiting:
        return f"{away}{status.photos.text}{'' if is_away else '，等着送'}", "delivered"
    if status.is_proven and status.proven_ms is not None:
        until = f"已同步到 {text.when_text(status.proven_ms, now_ms)}"
        return (f"{until}，可以离线用" if is_away else until), "posted"
    if status.last_done_ms is not None:
        return f"{away}上次同步完 {text.when_text(status.last_done_ms, now_ms)}", "posted"
    return f"{away}还没有同步过", "stored"
