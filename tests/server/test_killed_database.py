"""PostgreSQL itself is killed under load and comes back: nothing acknowledged is missing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.problems import Number
from server.store import Busy
from sync.http import HttpTransport
from sync.line import TurnedAway
from sync.protocol import Fact, Offer, ScopeAnswer
from tests.postgres import Postgres, running_postgres
from tests.server.running import Serving
from tests.server.test_many_devices import (
    GIVE_UP_S,
    Address,
    Pusher,
    Reader,
    close_well,
    doors,
    open_town,
)
from tests.server.town import GRID, GRID_SCOPE, Town

DEVICES, BATCHES, SIZE = 10, 8, 10


@dataclass
class Patient(Pusher):
    """A device that notes by which numbered problems it was turned away."""

    numbers: list[int] = field(default_factory=list)

    def _until_answered(self, offer: Offer) -> ScopeAnswer:
        end = time.monotonic() + GIVE_UP_S
        while True:
            try:
                line = HttpTransport(self.address.url, self.phone.token)
                return line.exchange(offer).scopes[0]
            except TurnedAway as turned:
                self.numbers.append(turned.problem.number)
                assert time.monotonic() < end, "the server never came back"
                time.sleep(0.05)


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """Give a PostgreSQL of this test's own, since it is going to be killed."""
    with running_postgres() as server:
        yield server


def crew(town: Town, address: Address) -> list[Patient]:
    """Give as many devices of as many people."""
    names = [f"网格员{number:02}" for number in range(DEVICES)]
    for name in names:
        town.add(name)
        town.assign(name, GRID, "part")
    return [Patient(town.phone(name), address) for name in names]


def kill_one_of_its_hands(postgres: Postgres, serving: Serving) -> None:
    """Kill -9 one of the processes in which PostgreSQL works for a connection of the server.

    It then throws every connection out and recovers by itself.
    """
    with postgres.connect() as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname LIKE 'fresh%' LIMIT 1"
        ).fetchone()
    assert found is not None
    os.kill(found[0], signal.SIGKILL)


def kill_the_whole(postgres: Postgres, serving: Serving) -> None:
    """Kill -9 PostgreSQL, ask while it is away, and start it again."""
    postgres.kill()
    time.sleep(1.0)
    postgres.start_again()


@pytest.mark.parametrize("kill", [kill_the_whole, kill_one_of_its_hands])
def test_postgresql_is_killed_under_load_and_nothing_acknowledged_is_missing(
    own_postgres: Postgres, tmp_path: Path, kill: object
) -> None:
    town, console = open_town(own_postgres.create_database(), tmp_path / "data")
    with console.serving() as serving:
        address = Address(serving.url)
        pushers = crew(town, address)
        reader = Reader(town.phone("林示范"), address)
        reading = threading.Thread(target=reader.read)
        reading.start()
        jobs = [
            threading.Thread(target=one.push, args=(doors(one.phone, GRID_SCOPE, BATCHES, SIZE),))
            for one in pushers
        ]
        for job in jobs:
            job.start()
        time.sleep(1.0)
        assert callable(kill)
        kill(own_postgres, serving)
        for job in jobs:
            job.join(GIVE_UP_S * 2)
            assert not job.is_alive()
        reader.is_over.set()
        reading.join(GIVE_UP_S)
        assert serving.process.poll() is None  # the server itself lived on
    acknowledged = [id_ for one in pushers for id_ in one.acknowledged]
    assert len(set(acknowledged)) == DEVICES * BATCHES * SIZE
    assert sorted(acknowledged) == sorted(fact.id for fact in facts(town))
    assert [fact.seq for fact in reader.facts] == list(range(1, len(acknowledged) + 1))
    numbers = {number for one in pushers for number in one.numbers}
    assert numbers == {int(Number.busy)}
    close_well(town, console)


def facts(town: Town) -> list[Fact]:
    """Read the log in this process, whose own connections were cut as well."""
    for _ in range(50):
        try:
            return list(town.facts(GRID_SCOPE))
        except Busy:
            time.sleep(0.1)
    raise AssertionError("the connections never came back")
