"""One device at work: its home opened with the key, the database thread, the desk, the line.

`open_session` needs nothing but the home and the key. `enrol` sets a fresh home up. Who carries
offers and answers is handed in, because the application knows no network library.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Protocol, Self

import msgspec
from sqlalchemy import Connection, Engine

from fieldapp.clock import SystemClock
from fieldapp.desk import Desk
from fieldapp.domain.lease import Lease
from fieldapp.errors import Trouble
from fieldapp.ids import NewId, new_id
from fieldapp.introduction import introduce
from fieldapp.log import EventLog
from fieldapp.store import headroom, keys, scopes
from fieldapp.store.database import create_database
from fieldapp.store.health import EVERY_KIND, Guarded, require_whole
from fieldapp.store.home import Home, HomeState
from fieldapp.store.idle import work_off
from fieldapp.store.kept import keep, kept
from fieldapp.store.key_slots import STANDARD, Cost
from fieldapp.store.lease import is_worth_noting, lease_now, note_lease
from fieldapp.store.left_photos import look_after_left
from fieldapp.store.os_secret import OsSecrets
from fieldapp.store.pin import new_pin
from fieldapp.store.repairing import recheck
from fieldapp.store.sweeping import sweep_if_due
from fieldapp.store.tidying import tidy_photos
from fieldapp.store.unit import Author
from fieldapp.store.upgrade import bring_up
from fieldapp.store.worker import DatabaseThread
from fieldapp.troubles import line_troubles
from sync.client import Transport
from sync.clock import Clock
from sync.line import Enrolled, Unreachable

__all__ = [
    "Connect",
    "Enlisted",
    "Enrolment",
    "Home",
    "HomeState",
    "Line",
    "Session",
    "enrol",
    "keys",
    "new_pin",
    "open_session",
]
"""Home, keys and PINs are the store's, handed on here because a face reaches no lower."""

log = EventLog("session")
_LEASE = frozenset({"sync", "scope"})
"""What is told as changed when the records are closed or opened."""


class Enlisted(msgspec.Struct, frozen=True):
    """Who works on this device and where its server is; kept in the encrypted database."""

    server: str
    fingerprint: str | None
    token: str
    device: str
    person: str
    person_name: str
    role: str
    community: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person types to become a device: where, with which code, and her PIN."""

    server: str
    code: str
    pin: str
    device_name: str = ""


class Line(Transport, Protocol):
    """A transport that can also enrol, and hang up."""

    def enrol(self, code: str, device_name: str) -> Enrolled:
        """Hand in a one-time code and become a device."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


class Connect(Protocol):
    """Opens lines; the window and the console hand in the one over HTTP."""

    def first(self, server: str, code: str) -> tuple[Line, str, str | None]:
        """Open a line for enrolling: the line, the bare code, the pinned fingerprint."""
        ...

    def again(self, enlisted: Enlisted) -> Line:
        """Open the line of an enrolled device."""
        ...


@dataclass(slots=True)
class Session:
    """An opened device. As a context manager it is closed at the end."""

    home: Home
    thread: DatabaseThread
    desk: Desk
    enlisted: Enlisted
    clock: Clock
    guarded: Guarded | None = None
    is_sparing: bool = False
    """The battery is low: what nobody waits for, and takes long, is for another time."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read_clocks(self, *, may_close: bool = True) -> None:
        """See how long ago the community was heard, and close the records or open them.

        `may_close`: nobody is in the middle of a word, as at opening and when the PIN is asked for.
        """
        now = self.clock.read()

        def read(connection: Connection) -> tuple[Lease | None, bool]:
            lease = lease_now(connection, now)
            return lease, lease is not None and is_worth_noting(connection, lease)

        lease, is_news = self.thread.run(read, write=False)
        if lease is not None and is_news:
            with suppress(Trouble):  # on a full disk it is read, and written down another time
                self.thread.run(partial(note_lease, lease=lease), write=True, gives_way=True)
        is_over = lease is not None and lease.is_over
        if is_over != self.desk.is_closed and (may_close or not is_over):
            self.desk.is_closed = is_over
            self.desk.tell(_LEASE)

    def look_after(self, *, examine: bool = False) -> None:
        """Sweep and tidy, hold room back, note where it stands; `examine`: examine the file first.

        For when nobody waits: after the first screen, and after each round. A file that is found
        damaged is rebuilt on the way. Raises Trouble.
        """
        self.read_clocks(may_close=False)
        if self.guarded is None:
            return
        if examine and not self.is_sparing:
            self.examine()
        sweep_if_due(self.thread)
        with suppress(Trouble):  # another time
            look_after_left(self.thread)
            tidy_photos(self.thread, self.clock.read().wall_ms)
        if not self.is_sparing:
            work_off(self.thread)
        headroom.hold(self.home)
        self.guarded.note_stand(self.thread)

    def examine(self) -> None:
        """Check every page, and every checksum against the rows it is of. Raises Trouble.

        Each scope is a transaction of its own, so that whoever works meanwhile waits for none.
        """
        self.thread.run(require_whole, write=False)
        for stand in self.thread.run(scopes.all_stands, write=False):
            self.thread.run(partial(recheck, scope=stand.scope), write=True, gives_way=True)

    def close(self) -> None:
        """Finish what is being saved, close the file and let the next program in."""
        if self.guarded is not None:
            with suppress(Trouble, RuntimeError):
                self.read_clocks()
                self.guarded.note_stand(self.thread)
        self.thread.close()
        self.home.unlock()


def open_session(
    home: Home, key: bytes, *, clock: Clock | None = None, make_id: NewId = new_id
) -> Session:
    """Open an enrolled home with its key. The home must be locked by the caller.

    Raises Trouble: key-does-not-fit, file-damaged, file-is-newer, not-enrolled …
    """
    when = clock or SystemClock()
    guarded = Guarded(home, key, when, make_id)
    thread = DatabaseThread(guarded.open, guarded.remedy)
    enlisted = thread.run(_enlisted, write=False)
    if enlisted is None:
        thread.close()
        raise Trouble("not-enrolled", "这台平板还没有登记完。向社区要一个登记码，再登记一次。")
    # Enrolling may have been killed before its last file; work begins here, and none is cleared.
    with suppress(OSError):
        home.installation_file.touch(mode=0o600)
    thread.run(guarded.notice_copy, write=True)
    desk = Desk(thread, Author(enlisted.person, enlisted.device), when, make_id)
    guarded.on_rebuilt = lambda: desk.tell(EVERY_KIND)
    session = Session(home, thread, desk, enlisted, when, guarded)
    session.read_clocks()
    return session


def enrol(
    home: Home,
    connect: Connect,
    wish: Enrolment,
    *,
    cost: Cost = STANDARD,
    os_secrets: OsSecrets | None = None,
    clock: Clock | None = None,
) -> str:
    """Set a fresh home up as a device of a server; gives the recovery key's text.

    The local half is made first, so that a code is never spent for nothing; if the server turns
    the code away, the home is fresh again. Raises Refused, Trouble.
    """
    when = clock or SystemClock()
    _clear_unfinished(home)
    key, recovery = keys.create(home, wish.pin, cost=cost, os_secrets=os_secrets)
    try:
        with line_troubles():
            line, bare, fingerprint = connect.first(wish.server, wish.code)
        thread = DatabaseThread(lambda: _opened(create_database(home.database_file, key), when))
        try:
            with line_troubles():
                enrolled = line.enrol(bare, wish.device_name)
            enlisted = _as_enlisted(wish.server, fingerprint, enrolled)
            thread.run(lambda one: _enlist(one, enlisted, enrolled, when), write=True)
            _introduce(thread, connect.again(enlisted))
        finally:
            thread.close()
            line.close()
    except BaseException:
        _abandon(home)
        raise
    home.installation_file.touch(mode=0o600)
    log.info("enrolled", scopes=len(enrolled.scopes))
    return recovery


def _introduce(thread: DatabaseThread, line: Line) -> None:
    """Tell each other the keys; where the network goes away just now, the first round does it."""
    try:
        with suppress(Unreachable):
            introduce(thread, line)
    finally:
        line.close()


def _clear_unfinished(home: Home) -> None:
    """Clear a home whose enrolment was cut off: it has files, and nobody ever worked in it.

    The anchor file is the last thing an enrolment writes; with it, nothing is ever cleared.
    """
    if home.state is HomeState.ENROLLED and not home.installation_file.exists():
        _abandon(home)


def _abandon(home: Home) -> None:
    """Make a home fresh again in which nobody has worked yet."""
    for end in ("", "-wal", "-shm"):
        home.database_file.with_name(home.database_file.name + end).unlink(missing_ok=True)
    home.keys_file.unlink(missing_ok=True)


def _opened(engine: Engine, clock: Clock) -> Engine:
    try:
        bring_up(engine, clock.read().wall_ms)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _as_enlisted(server: str, fingerprint: str | None, enrolled: Enrolled) -> Enlisted:
    return Enlisted(
        server=server,
        fingerprint=fingerprint,
        token=enrolled.token,
        device=enrolled.device,
        person=enrolled.person,
        person_name=enrolled.person_name,
        role=enrolled.role,
        community=enrolled.community,
    )


def _enlist(connection: Connection, enlisted: Enlisted, enrolled: Enrolled, clock: Clock) -> None:
    keep(connection, "enlisted", msgspec.to_builtins(enlisted))
    now_ms = clock.read().wall_ms
    scopes.join(connection, enrolled.scopes, [new_id(now_ms) for _ in enrolled.scopes])


def _enlisted(connection: Connection) -> Enlisted | None:
    found = kept(connection, "enlisted")
    return None if found is None else msgspec.convert(found, Enlisted)
