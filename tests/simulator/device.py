"""One device of a run: the shipping desk and replica over real files that survive its death."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine

from fieldapp.desk import Desk
from fieldapp.ids import NewId, seeded_ids
from fieldapp.queries.dump import DumpQuery
from fieldapp.store import scopes
from fieldapp.store.database import create_database, open_database
from fieldapp.store.schema import create_everything
from fieldapp.store.scopes import ScopeStand
from fieldapp.store.seals import keep_server_keys
from fieldapp.store.unit import Author, Unit
from fieldapp.store.worker import DatabaseThread
from fieldapp.verbs import Command
from server.access import Caller
from tests.simulator.clocks import DeviceClock, WorldTime
from tests.simulator.fuse import Fuse, share
from tests.simulator.inline import InlineDatabase
from tests.simulator.town import Town

R = TypeVar("R")
KEY = bytes(range(32))
FILE = "field.db"
OUTBOX = "SELECT change_id, scope, body FROM outbox ORDER BY position"

STANDS = "SELECT scope, hash FROM scope_state WHERE NOT has_left"


@dataclass
class Device:
    """A tablet with its person. `fuse` sits in its database."""

    name: str
    person: str
    caller: Caller
    clock: DeviceClock
    folder: Path
    ids: NewId
    fuse: Fuse = field(default_factory=Fuse)
    outbox: dict[str, str] = field(default_factory=dict)
    """What waited when it was last looked at: change id to scope."""
    acked: dict[str, str] = field(default_factory=dict)
    """What left the outbox of these files, by scope: the log must have it for ever."""
    is_alive: bool = True
    is_damaged: bool = False
    """A row was changed behind the program's back, and was not repaired yet."""
    lives: int = 0
    thread: DatabaseThread = field(init=False)
    desk: Desk = field(init=False)

    def open(self) -> None:
        """Start the program on this device's files."""
        self.thread = InlineDatabase(self._engine)
        author = Author(self.caller.person, self.caller.device)
        self.desk = Desk(self.thread, author, self.clock, self.ids)

    def _engine(self) -> Engine:
        with self.fuse.in_driver():
            engine = open_database(self.folder / FILE, KEY)
        share(engine)
        return engine

    def close(self) -> None:
        """End the program."""
        self.thread.close()

    def kill_at(self, statement: int) -> None:
        """Let the process die at that statement; only what is in its files then is left."""
        after = self._next_life()
        self.fuse.set(statement, before=lambda: copy_files(self.folder, after))

    def rise(self, *, has_blown: bool) -> None:
        """Start again after a kill, from the files of that moment."""
        self.close()
        if has_blown:
            self.lives += 1
            shutil.rmtree(self.folder)
            self.folder = self._life(self.lives)
        self.open()

    def _next_life(self) -> Path:
        return self._life(self.lives + 1)

    def _life(self, number: int) -> Path:
        base = self.folder.name.partition("~")[0]
        return self.folder.with_name(f"{base}~{number}")

    def replace_files(self, copy: Path) -> None:
        """Go back to an older copy of the files."""
        self.close()
        shutil.rmtree(self.folder)
        copy_files(copy, self.folder)
        self.open()

    def do(self, command: Command[R]) -> R:
        """Do one command as a screen would."""
        return self.desk.do(command).result()

    def write(self, work: Callable[[Unit], R]) -> R:
        """Do something of a unit's in one transaction, as a command does."""

        def inside(connection: Connection) -> R:
            unit = Unit(connection, self.desk.author, self.clock, self.ids)
            result = work(unit)
            unit.finish()
            return result

        return self.thread.run(inside, write=True)

    def read(self, work: Callable[[Connection], R]) -> R:
        """Read something in one transaction."""
        return self.thread.run(work, write=False)

    def peep(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the tables past the program: nobody else is at work meanwhile."""
        found: list[tuple[Any, ...]] = self.fuse.driver.execute(query, values).fetchall()
        return found

    def look(self) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
        """List what waits (change id, scope, body) in order, and the hash of each scope's stand."""
        waiting: Any = self.peep(OUTBOX)
        return waiting, dict(self.peep(STANDS))

    def stands(self) -> list[ScopeStand]:
        """Tell where it stands in each scope that it holds."""
        return scopes.all_stands(bare(self.fuse.driver))

    def dump(self) -> list[dict[str, Any]]:
        """Give the whole view as `fieldapp dump --reveal` prints it."""
        return self.desk.ask(DumpQuery(reveal=True)).result()


def bare(driver: Any) -> Connection:
    """Dress a connection of the driver for what asks it straight, without a transaction."""
    dressed: Any = SimpleNamespace(connection=SimpleNamespace(driver_connection=driver))
    return cast("Connection", dressed)


def copy_files(source: Path, target: Path) -> None:
    """Copy a database as it lies on the disk, without what only a running program has."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in (FILE, f"{FILE}-wal"):
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)


def make_blank(folder: Path) -> None:
    """Make an empty database that devices begin with."""
    folder.mkdir(parents=True)
    thread = InlineDatabase(lambda: create_database(folder / FILE, KEY))
    thread.run(create_everything, write=True)
    thread.close()


def begin_device(
    name: str, person: str, caller: Caller, clock: DeviceClock, folder: Path, blank: Path, seed: str
) -> Device:
    """Begin a device on an empty database, with the scopes that enrolling named."""
    copy_files(blank, folder)
    device = Device(name, person, caller, clock, folder, ids_of(seed))
    device.open()
    return device


def join(device: Device, town: Town, wanted: list[str]) -> None:
    """Hold these scopes from now on."""
    at = device.clock.read().wall_ms

    def inside(connection: Connection) -> None:
        scopes.join(connection, wanted, [device.ids(at) for _ in wanted])
        keep_server_keys(connection, town.service.keys.public())

    device.thread.run(inside, write=True)


def scopes_of(town: Town, name: str) -> list[str]:
    """List the scopes that a device's person may hold."""
    with town.service.store.read() as connection:
        access = town.service.exchange.access
        return sorted(access.ties(connection, town.callers[name].person, town.time()))


def fresh_device(
    town: Town, time: WorldTime, name: str, folder: Path, blank: Path, seed: str
) -> Device:
    """Enrol a device that has nothing yet."""
    clock = DeviceClock(time, name)
    person = town.callers[name].person
    ids = f"{seed} {name}"
    device = begin_device(name, person, town.callers[name], clock, folder, blank, ids)
    join(device, town, scopes_of(town, name))
    return device


def ids_of(seed: str) -> NewId:
    """Make ids from a named seed."""
    return seeded_ids(random.Random(seed).getrandbits(62))
