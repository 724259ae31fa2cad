"""Pure work on a thread of its own, of which only the last asked for counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from ui.bridge import Bridge, Known

R = TypeVar("R")


class Aside:
    """One thread beside the screen's, until its owner is gone."""

    def __init__(self, bridge: Bridge, owner: QObject, let_go: Callable[[], None]) -> None:
        self._bridge, self._owner, self._let_go = bridge, owner, let_go
        self._turn = 0
        threads = self._threads = ThreadPoolExecutor(1, thread_name_prefix="roster")
        owner.destroyed.connect(lambda *_: threads.shutdown(wait=False))

    def drop(self) -> None:
        """Let whatever is under way come to nothing."""
        self._turn += 1

    def work(
        self, work: Callable[[], R], then: Callable[[R], None], otherwise: Callable[[Known], None]
    ) -> None:
        """Do this instead of whatever is under way; the result comes on the screen's thread."""
        self.drop()
        turn = self._turn

        def if_latest(take: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda value: take(value) if turn == self._turn else None

        done = self._threads.submit(work)
        answers = if_latest(then), if_latest(otherwise)
        self._bridge.hand_over(self._owner, done, *answers, self._let_go)
