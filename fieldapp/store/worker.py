"""The one database thread: it opens the engine, runs one transaction after another, closes it.

Callers hand in a function of a connection and get a Future. The order is: commit, `on_commit`,
the Future resolves. So whoever waits for the Future finds everybody told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import Connection, Engine

from fieldapp.errors import Trouble
from fieldapp.store.database import give_back, tidy, transact

T = TypeVar("T")
QUIET_S = 2.0
"""After how long without work the file is tidied."""
Remedy = Callable[[Trouble, Engine, bool], Engine | None]
"""Gives the engine with which to try once more after a trouble of the disk, or None.

The flag says that the work gives way to others where room is short.
"""


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    work: Callable[[Connection], T]
    writes: bool
    gives_way: bool
    on_commit: Callable[[T], None] | None
    future: Future[T]


class DatabaseThread:
    """Owner of the engine. As a context manager it is closed at the end.

    Raises, when made, what `open_engine` raises (on its own thread): then there is no thread left.
    """

    def __init__(self, open_engine: Callable[[], Engine], remedy: Remedy = lambda *_: None) -> None:
        self._remedy = remedy
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._is_closed = False
        self._is_tidy = True
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._live, args=(open_engine, opened), name="database", daemon=True
        )
        self._thread.start()
        opened.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def submit(
        self,
        work: Callable[[Connection], T],
        *,
        write: bool,
        gives_way: bool = False,
        on_commit: Callable[[T], None] | None = None,
    ) -> Future[T]:
        """Run `work` in one transaction of its own; its exception rolls back and travels.

        It is run a second time where a remedy was found for a trouble of the disk.

        `on_commit` gets the result on the database thread, once it is on the disk; it must only
        pass it on. Raises RuntimeError after `close`.
        """
        future: Future[T] = Future()
        with self._gate:
            if self._is_closed:
                raise RuntimeError("the database thread is closed")
            self._jobs.put(_Job(work, write, gives_way, on_commit, future))
        return future

    def run(
        self,
        work: Callable[[Connection], T],
        *,
        write: bool,
        gives_way: bool = False,
        on_commit: Callable[[T], None] | None = None,
    ) -> T:
        """Submit and wait. Raises what `work` raises; RuntimeError on the database thread."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("the database thread cannot wait for itself")
        waiting = self.submit(work, write=write, gives_way=gives_way, on_commit=on_commit)
        return waiting.result()

    def close(self) -> None:
        """Finish what was handed in, close the file, end the thread. Again is nothing."""
        with self._gate:
            if not self._is_closed:
                self._is_closed = True
                self._jobs.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _live(self, open_engine: Callable[[], Engine], opened: Future[None]) -> None:
        try:
            engine = open_engine()
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever wanted the thread
            opened.set_exception(error)
            return
        opened.set_result(None)
        try:
            while (job := self._next(engine)) is not None:
                engine = self._do(engine, job)
                self._is_tidy = self._is_tidy and not job.writes
                del job  # or it would keep the result alive until the next one comes
        finally:
            engine.dispose()

    def _next(self, engine: Engine) -> _Job[Any] | None:
        """Wait for the next job; tidy the file when none comes for a while after a write."""
        if not self._is_tidy:
            with suppress(Empty):
                return self._jobs.get(timeout=QUIET_S)
            self._is_tidy = True
            with suppress(Trouble):  # the next write meets it too, and tells it
                tidy(engine)
        return self._jobs.get()

    def _do(self, engine: Engine, job: _Job[Any]) -> Engine:
        """Do a job; give the engine for the next one."""
        if not job.future.set_running_or_notify_cancel():
            return engine
        try:
            try:
                result = transact(engine, job.work, writes=job.writes)
            except Trouble as trouble:
                give_back(engine)
                fresh = self._remedy(trouble, engine, job.gives_way)
                if fresh is None:
                    raise
                engine = fresh
                result = transact(engine, job.work, writes=job.writes)
        except BaseException as error:  # noqa: BLE001 - it travels in the Future
            job.future.set_exception(error)
            return engine
        if job.on_commit is not None:
            _tell(job.on_commit, result)
        job.future.set_result(result)
        return engine


def _tell(on_commit: Callable[[T], None], result: T) -> None:
    try:
        on_commit(result)
    except Exception as error:  # noqa: BLE001 - a bug, told as one; the records are saved all the same
        args = (type(error), error, error.__traceback__, threading.current_thread())
        threading.excepthook(threading.ExceptHookArgs(args))
