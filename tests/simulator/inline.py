"""The database thread without a thread: the shipping jobs, each run where it is asked for.

A run asks a thousand times; on a busy machine the handing over alone would take most of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from sqlalchemy import Connection, Engine

from fieldapp.store.worker import DatabaseThread, _Job

T = TypeVar("T")


class InlineDatabase(DatabaseThread):
    """Does each job at once, by the same code."""

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._remedy = lambda *_: None
        self._engine = open_engine()
        self._is_closed = False
        self._thread = threading.Thread(name="none")

    def submit(
        self,
        work: Callable[[Connection], T],
        *,
        write: bool,
        gives_way: bool = False,
        on_commit: Callable[[T], None] | None = None,
    ) -> Future[T]:
        """Run `work` in one transaction of its own, now."""
        if self._is_closed:
            raise RuntimeError("the database is closed")
        future: Future[T] = Future()
        self._engine = self._do(self._engine, _Job(work, write, gives_way, on_commit, future))
        return future

    def close(self) -> None:
        """Close the file."""
        if not self._is_closed:
            self._is_closed = True
            self._engine.dispose()
