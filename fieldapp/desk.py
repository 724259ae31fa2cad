"""The one door to the application: do a command, ask a query, be told which kinds changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection

import fieldapp.queries
import fieldapp.services
from fieldapp.ids import NewId
from fieldapp.store.replica import DeviceReplica
from fieldapp.store.ties import KnownTies
from fieldapp.store.unit import Author, Unit
from fieldapp.store.worker import DatabaseThread
from fieldapp.verbs import COMMANDS, QUERIES, Command, Query, Reader
from sync.clock import Clock

R = TypeVar("R")
Handler = Callable[[Any, Any], Any]
OnKinds = Callable[[frozenset[str]], None]


class Desk:
    """Runs each command in one transaction and tells watchers the kinds it touched."""

    def __init__(
        self, thread: DatabaseThread, author: Author, clock: Clock, make_id: NewId
    ) -> None:
        self.author = author
        self._thread = thread
        self._clock = clock
        self._make_id = make_id
        self._ties = KnownTies()
        self._watchers: list[OnKinds] = []

    def do(self, command: Command[R]) -> Future[R]:
        """Save one command; the Future holds its result once the change is on the disk.

        Raises (in the Future) `Refused` or `Trouble`; then nothing was changed.
        """
        handler = _handler(COMMANDS, type(command))

        def work(connection: Connection) -> tuple[R, frozenset[str]]:
            unit = Unit(connection, self.author, self._clock, self._make_id, self._ties)
            result = handler(unit, command)
            unit.finish()
            return result, frozenset(unit.touched)

        done: Future[R] = Future()
        inner = self._thread.submit(work, write=True, on_commit=lambda pair: self.tell(pair[1]))
        inner.add_done_callback(lambda settled: _pass_on(settled, done))
        return done

    def ask(self, query: Query[R]) -> Future[R]:
        """Answer one query from the local database."""
        handler = _handler(QUERIES, type(query))

        def work(connection: Connection) -> R:
            result: R = handler(Reader(connection, self.author, self._clock.read().wall_ms), query)
            return result

        return self._thread.submit(work, write=False)

    def watch(self, watcher: OnKinds) -> Callable[[], None]:
        """Be told, on the database thread, which kinds changed; gives the way to stop."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, kinds: frozenset[str]) -> None:
        """Tell every watcher that these kinds changed."""
        self._ties.forget_if(kinds)
        for watcher in list(self._watchers) if kinds else ():
            watcher(kinds)

    def replica(self) -> DeviceReplica:
        """Give the store's end of sync, for a round on another thread."""
        return DeviceReplica(self._thread, self._clock, self._make_id, self.tell)


def _handler(known: Mapping[type, Handler], kind: type) -> Handler:
    """Find who answers. Most register beside the question; for the others everything is read.

    Reading everything at once would cost the first screen a quarter of a second.
    """
    if kind not in known:
        fieldapp.services.load()
        fieldapp.queries.load()
    return known[kind]


def _pass_on(settled: Future[tuple[R, Any]], done: Future[R]) -> None:
    error = settled.exception()
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(settled.result()[0])
