"""The demo community on a real server in the same process, with the devices that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.demo import ASSIGNMENTS, STAFF, Populated, populate, regions_csv
from fieldapp.desk import Desk
from fieldapp.domain.roles import Role
from fieldapp.ids import seeded_ids
from fieldapp.store import scopes
from fieldapp.store.database import open_memory
from fieldapp.store.schema import create_everything
from fieldapp.store.unit import Author
from fieldapp.store.worker import DatabaseThread
from server.access import Caller
from server.regions import import_regions, read_regions
from server.service import found_service
from sync.client import Progress, Transport, run_round
from sync.clock import FixedClock
from tests.laws.village import LyingLine
from tests.server.town import NINE, Time, Town


@dataclass(slots=True)
class Colleague:
    """One person's device."""

    desk: Desk
    thread: DatabaseThread
    line: Transport
    clock: FixedClock

    def sync(self) -> Progress:
        """Run one round."""
        return run_round(self.desk.replica(), self.line, self.clock)


@dataclass(slots=True)
class Neighbourhood:
    """The server, and everybody's device by name."""

    town: Town
    people: dict[str, Colleague]

    def sync(self) -> None:
        """Let everybody sync until nobody hears anything new."""
        for _ in range(6):
            rounds = [one.sync() for one in self.people.values()]
            if not any(one.received or one.retired for one in rounds):
                return
        raise AssertionError("the devices never became level")

    def populate(self) -> Populated:
        """Put the demo in, as `fieldapp demo` does."""
        worker, secretary = self.people["王海示例"].desk, self.people["林示范"].desk
        return populate(worker, secretary, NINE, self.sync)

    def close(self) -> None:
        """End every thread and the server."""
        for one in self.people.values():
            one.thread.close()
        self.town.service.close()


def make_neighbourhood(folder: Path, names: Iterable[str]) -> Neighbourhood:
    """Found the server of the demo and enrol these people."""
    time = Time()
    town = Town(found_service(f"sqlite:///{folder / 'server.db'}", folder, time), time)
    with town.service.store.write() as connection:
        regions = read_regions(regions_csv().encode())
        import_regions(connection, town.service.keys, regions, NINE)
    for staff in STAFF:
        town.add(staff.name, Role(staff.role), staff.region)
    for post in ASSIGNMENTS:
        town.assign(post.name, post.grid, post.role)
    made = Neighbourhood(town, {})
    for seed, name in enumerate(names, start=1):
        made.people[name] = _enrolled(town, name, seed)
    made.sync()
    return made


def _enrolled(town: Town, name: str, seed: int) -> Colleague:
    caller: Caller = town.phone(name).caller
    clock = FixedClock(NINE, boot_ms=1_000_000, boot_id=f"boot-{seed}")
    make_id = seeded_ids(seed)
    thread = DatabaseThread(open_memory)
    with town.service.store.read() as connection:
        ties = town.service.exchange.access.ties(connection, caller.person, NINE)

    def begin(connection: Connection) -> None:
        create_everything(connection)
        scopes.join(connection, sorted(ties), [make_id(NINE) for _ in ties])

    thread.run(begin, write=True)
    desk = Desk(thread, Author(caller.person, caller.device), clock, make_id)
    return Colleague(desk, thread, LyingLine(town.service, caller), clock)
