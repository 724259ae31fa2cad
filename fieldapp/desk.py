"""The one door to the application: do a command, ask a query, be told which kinds changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection

import fieldapp.queries
import fieldapp.services
from fieldapp.domain.lease import CLOSED, WAY_BACK
from fieldapp.errors import Refused
from fieldapp.ids import NewId
from fieldapp.store import search
from fieldapp.store.replica import DeviceReplica
from fieldapp.store.ties import KnownTies
from fieldapp.store.unit import Author, Unit
from fieldapp.store.worker import DatabaseThread
from fieldapp.verbs import COMMANDS, QUERIES, Command, Query, Reader
from sync.clock import Clock

R = TypeVar("R")
Handler = Callable[[Any, Any], Any]
OnKinds = Callable[[frozenset[str]], None]


OPEN_ALWAYS = frozenset(
    "StandingQuery StatusQuery NoticesQuery LetNoticeGo KeptTextQuery KeepText WriteDraft"
    " PhotoCountQuery WhoAmIQuery".split()
)
"""What is done and answered while the records are closed: no record is shown, no word is lost."""


class Desk:
    """Runs each command in one transaction and tells watchers the kinds it touched.

    While it `is_closed` (`Session.read_clocks`), records are neither shown nor written.
    """

    def __init__(
        self, thread: DatabaseThread, author: Author, clock: Clock, make_id: NewId
    ) -> None:
        self.author = author
        self.is_closed = False
        self._thread = thread
        self._clock = clock
        self._make_id = make_id
        self._ties = KnownTies()
        self._watchers: list[OnKinds] = []

    def do(self, command: Command[R]) -> Future[R]:
        """Save one command; the Future holds its result once the change is on the disk.

        Raises (in the Future) `Refused` or `Trouble`; then nothing was changed.
        """
        if self._is_closed_to(command):
            return _refused(lease_over())
        handler = _handler(COMMANDS, type(command))

        touched: set[str] = set()

        def work(connection: Connection) -> R:
            unit = Unit(connection, self.author, self._clock, self._make_id, self._ties)
            result: R = handler(unit, command)
            unit.finish()
            touched.update(unit.touched)
            return result

        return self._thread.submit(
            work, write=True, on_commit=lambda _: self.tell(frozenset(touched))
        )

    def ask(self, query: Query[R]) -> Future[R]:
        """Answer one query from the local database. Raises (in the Future) what `do` raises."""
        if self._is_closed_to(query):
            return _refused(lease_over())
        handler = _handler(QUERIES, type(query))

        def work(connection: Connection) -> R:
            if query.needs_terms:
                search.settle(connection)
            result: R = handler(Reader(connection, self.author, self._clock.read().wall_ms), query)
            return result

        return self._thread.submit(work, write=query.needs_terms)

    def watch(self, watcher: OnKinds) -> Callable[[], None]:
        """Be told, on the database thread, which kinds changed; gives the way to stop."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, kinds: frozenset[str]) -> None:
        """Tell every watcher that these kinds changed."""
        self._ties.forget_if(kinds)
        for watcher in list(self._watchers) if kinds else ():
            watcher(kinds)

    def _is_closed_to(self, asked: object) -> bool:
        return self.is_closed and type(asked).__name__ not in OPEN_ALWAYS

    def replica(self) -> DeviceReplica:
        """Give the store's end of sync, for a round on another thread."""
        return DeviceReplica(self._thread, self._clock, self._make_id, self.tell)


def lease_over() -> Refused:
    """Say that the records are closed until the community is heard again."""
    return Refused("lease-over", CLOSED + WAY_BACK)


def _refused(refused: Refused) -> Future[Any]:
    done: Future[Any] = Future()
    done.set_exception(refused)
    return done


def _handler(known: Mapping[type, Handler], kind: type) -> Handler:
    """Find who answers. Most register beside the question; for the others everything is read.

    Reading everything at once would cost the first screen a quarter of a second.
    """
    if kind not in known:
        fieldapp.services.load()
        fieldapp.queries.load()
    return known[kind]
