"""Many devices at once against a real server process, which is killed under load and comes back."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.doctor import examine
from server.service import open_service
from sync.http import HttpTransport
from sync.line import TurnedAway, Unreachable
from sync.protocol import Change, Fact, Offer, ScopeAnswer, Status
from tests.server.running import Console, Serving, start
from tests.server.town import COMMUNITY, GRID, GRID_SCOPE, Phone, Stand, Town, make_town

GIVE_UP_S = 120.0


@dataclass
class Address:
    """Where the server is at the moment; it moves when it is started again."""

    url: str


@dataclass
class Pusher:
    """A bare device that pushes batches until each is acknowledged, whatever breaks."""

    phone: Phone
    address: Address
    scope: str = GRID_SCOPE
    acknowledged: list[str] = field(default_factory=list)

    def push(self, batches: list[list[Change]]) -> None:
        """Push each batch until it is answered."""
        for batch in batches:
            offer = self.phone.offer(*self.phone.send(*batch, scope=self.scope), scope=self.scope)
            answer = self._until_answered(offer)
            assert answer.status in (Status.ok, Status.snap)
            self.acknowledged += [one.id for one in answer.judged]

    def _until_answered(self, offer: Offer) -> ScopeAnswer:
        end = time.monotonic() + GIVE_UP_S
        while True:
            try:
                line = HttpTransport(self.address.url, self.phone.token)
                return line.exchange(offer).scopes[0]
            except (Unreachable, TurnedAway):
                # Busy (503) and a server that is gone look alike to a device: it comes again.
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)


@dataclass
class Reader:
    """Polls a scope page by page; whatever it misses it would never see again."""

    phone: Phone
    address: Address
    facts: list[Fact] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        """Read on until told that all is over, and then to the head."""
        is_last = False
        while not is_last:
            is_last = self.is_over.is_set()
            while self._page():
                pass
            time.sleep(0.02)

    def _page(self) -> bool:
        try:
            line = HttpTransport(self.address.url, self.phone.token)
            answer = line.exchange(self.phone.offer(page_facts=7)).scopes[0]
        except (Unreachable, TurnedAway):
            return False
        self.facts += answer.facts
        self.phone.take(answer)
        return bool(answer.facts) and answer.facts[-1].seq < answer.head


def doors(phone: Phone, scope: str, batches: int, size: int) -> list[list[Change]]:
    """Make batches of changes that each create a door."""
    return [
        [phone.create("dwelling", scope=scope, room_label=f"{batch}0{n}") for n in range(size)]
        for batch in range(batches)
    ]


def run_all(jobs: list[threading.Thread]) -> None:
    """Start threads and wait for their end."""
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(GIVE_UP_S * 2)
        assert not job.is_alive()


def kill_and_restart(serving: Serving, console: Console, address: Address) -> Serving:
    """Kill -9, and serve again at another port."""
    serving.process.kill()
    serving.process.wait(30)
    assert serving.process.stdout is not None
    serving.process.stdout.close()
    again = start(console.words("serve", "--port", "0"))
    address.url = again.url
    return again


def open_town(database_url: str, folder: Path) -> tuple[Town, Console]:
    """Found a town that runs on the clock of the world, since its server does."""
    town = make_town(database_url, folder)
    town.time.ms = time.time_ns() // 1_000_000
    return town, Console(database_url, folder)


def close_well(town: Town, console: Console) -> None:
    """The doctor finds nothing."""
    service = open_service(console.url, console.data)
    assert examine(service.store, service.keys).findings == []
    service.close()
    town.service.close()


@pytest.mark.parametrize("count", [16])
def test_sixteen_devices_push_to_one_grid_while_the_server_is_killed(
    database_url: str, tmp_path: Path, count: int
) -> None:
    town, console = open_town(database_url, tmp_path / "data")
    names = [f"网格员{number:02}" for number in range(count)]
    for name in names:
        town.add(name)
        town.assign(name, GRID, "part")
    phones = [town.phone(name) for name in names]
    with console.serving() as serving:
        address = Address(serving.url)
        pushers = [Pusher(phone, address) for phone in phones]
        reader = Reader(town.phone("林示范"), address)
        reading = threading.Thread(target=reader.read)
        reading.start()
        jobs = [
            threading.Thread(target=one.push, args=(doors(one.phone, GRID_SCOPE, 6, 10),))
            for one in pushers
        ]
        for job in jobs:
            job.start()
        time.sleep(0.7)
        again = kill_and_restart(serving, console, address)
        for job in jobs:
            job.join(GIVE_UP_S * 2)
            assert not job.is_alive()
        reader.is_over.set()
        reading.join(GIVE_UP_S)
        again.process.kill()
        again.process.wait(30)
        assert again.process.stdout is not None
        again.process.stdout.close()
    facts = town.facts(GRID_SCOPE)
    acknowledged = [id_ for one in pushers for id_ in one.acknowledged]
    assert len(set(acknowledged)) == count * 60
    assert sorted(acknowledged) == sorted(fact.id for fact in facts)
    # A polling reader saw every number, once, in order.
    assert [fact.seq for fact in reader.facts] == list(range(1, count * 60 + 1))
    close_well(town, console)


def test_two_hundred_devices_push_to_many_grids(database_url: str, tmp_path: Path) -> None:
    town, console = open_town(database_url, tmp_path / "data")
    grids = [GRID, f"{COMMUNITY}002"]
    phones = []
    for number in range(20):
        name = f"网格员{number:02}"
        town.add(name)
        town.assign(name, grids[number % 2], "part")
        phones += [(town.phone(name), f"grid:{grids[number % 2]}") for _ in range(10)]
    with console.serving() as serving:
        pushers = [Pusher(phone, Address(serving.url), scope) for phone, scope in phones]
        for one in pushers:
            one.phone.stands[one.scope] = Stand()
        run_all(
            [
                threading.Thread(target=one.push, args=(doors(one.phone, one.scope, 1, 3),))
                for one in pushers
            ]
        )
    for grid in grids:
        scope = f"grid:{grid}"
        acknowledged = [id_ for one in pushers if one.scope == scope for id_ in one.acknowledged]
        assert len(acknowledged) == 300
        assert sorted(acknowledged) == sorted(fact.id for fact in town.facts(scope))
    close_well(town, console)
