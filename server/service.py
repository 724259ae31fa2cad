"""The server as one object: database, keys, shelf and exchange, opened together."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from server.access import Caller
from server.accounts import Account, Admitted, admit, caller_leaving, caller_of, check_sign_in
from server.audit import Entry, note
from server.credentials import hashed
from server.exchange import Exchange
from server.keys import (
    FILE,
    Keys,
    bind_keys,
    bound_key,
    create_keys,
    missing_key,
    read_keys,
    require_bound,
)
from server.problems import Number, Problem
from server.snapshots import Shelf, scopes_showing
from server.store import Store
from server.throttle import forgive, note_miss, require_patience
from sync.protocol import ScopeId

SNAPSHOTS = "snapshots"


def wall_ms() -> int:
    """Read this machine's wall clock in milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a fresh device is told: its account, its token, and the scopes it may hold."""

    admitted: Admitted
    scopes: tuple[ScopeId, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One open server. `clock` gives milliseconds since 1970."""

    store: Store
    keys: Keys
    folder: Path
    clock: Callable[[], int]
    exchange: Exchange

    def caller(self, token: str) -> Caller:
        """Tell whom a token speaks for. Raises `Problem`."""
        with self.store.read() as connection:
            return caller_of(connection, token)

    def caller_leaving(self, token: str) -> Caller:
        """Tell whose a device is or was. Raises `Problem`."""
        with self.store.read() as connection:
            return caller_leaving(connection, token)

    def enrol(self, code: str, device_name: str, address: str) -> Enrolment:
        """Make a device for a one-time code. Raises `Problem`; wrong codes slow an address down."""
        subject, now_ms = f"enrol {address}", self.clock()
        try:
            with self.store.write() as connection:
                require_patience(connection, subject, now_ms)
                admitted = admit(connection, code, device_name, now_ms)
                forgive(connection, subject)
                ties = self.exchange.access.ties(connection, admitted.account.person, now_ms)
        except Problem as problem:
            if problem.number is Number.unknown_code:
                self._note_miss(subject, now_ms)
            raise
        return Enrolment(admitted, tuple(sorted(ties)))

    def sign_in(self, user: str, password: str, address: str) -> Account:
        """Find the account of a name and password. Raises `Problem`; wrong tries are slowed down.

        An unknown name and a wrong password are told alike, and take alike long.
        """
        subject, now_ms = f"password {address} {hashed(user)[:32]}", self.clock()
        with self.store.read() as connection:
            require_patience(connection, subject, now_ms)
            account, is_right = check_sign_in(connection, user, password)
        if account is None or not is_right:
            self._note_miss(subject, now_ms)
            raise Problem(Number.wrong_password)
        with self.store.write() as connection:
            forgive(connection, subject)
        return account

    def _note_miss(self, subject: str, now_ms: int) -> None:
        # Of two first misses at the same moment one counts.
        with suppress(IntegrityError), self.store.write() as connection:
            note_miss(connection, subject, now_ms)

    def snapshot(self, caller: Caller, name: str) -> bytes:
        """Open a snapshot for somebody who may hold its scope. Raises `Problem`."""
        now_ms = self.clock()
        with self.store.read() as connection:
            scopes = scopes_showing(connection, name)
            ties = self.exchange.access.ties(connection, caller.person, now_ms)
        mine = [scope for scope in scopes if scope in ties]
        if scopes and not mine:
            raise Problem(Number.not_member)
        content = self.exchange.shelf.open(name) if mine else None
        if content is None:
            raise Problem(Number.not_found)
        with self.store.write() as connection:
            who = (caller.community, caller.person, caller.device)
            note(connection, Entry(*who, "snapshot_fetched", now_ms, mine[0]))
        return content

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


def found_service(url: str, folder: Path, clock: Callable[[], int] = wall_ms) -> Service:
    """Prepare a new database and its keys, or bring a known one up to date; then open it.

    Raises `Trouble` when the database is there and its key is not.
    """
    store = Store(url)
    try:
        keys = _prepared(store, folder, clock)
    except BaseException:
        store.close()
        raise
    return _service(store, keys, folder, clock)


def _prepared(store: Store, folder: Path, clock: Callable[[], int]) -> Keys:
    store.keep_private()
    is_new = store.version() == 0
    has_key = (folder / FILE).exists()
    if not has_key and not is_new:
        raise missing_key()
    keys = read_keys(folder) if has_key else create_keys(folder)
    store.prepare(clock())
    with store.write() as connection:
        if bound_key(connection) is None:
            bind_keys(connection, keys)
        require_bound(connection, keys)
    return keys


def open_service(url: str, folder: Path, clock: Callable[[], int] = wall_ms) -> Service:
    """Open a prepared server. Raises `Trouble` when it is not prepared or has another key."""
    store = Store(url)
    try:
        store.require_prepared()
        keys = read_keys(folder)
        with store.read() as connection:
            require_bound(connection, keys)
    except BaseException:
        store.close()
        raise
    return _service(store, keys, folder, clock)


def _service(store: Store, keys: Keys, folder: Path, clock: Callable[[], int]) -> Service:
    shelf = Shelf(folder / SNAPSHOTS, keys)
    return Service(store, keys, folder, clock, Exchange(store, keys, clock, shelf))
