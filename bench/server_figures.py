"""Figures of the server: pushes at saturation against the database's own rate, and idle polls.

The floor is what the same database does with one row inserted and committed at a time by as many
connections as there are pushers, in the same run; a change's cost is told as a share of it.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert

from bench.report import tell
from server.store import Store
from sync.http import HttpTransport
from tests.postgres import running_postgres
from tests.server.running import Console
from tests.server.town import COMMUNITY, GRID, Phone, make_town

PUSHERS = 4
SECONDS = 6.0
POLLS = 1000
_FLOOR = Table("floor", MetaData(), Column("id", Integer, primary_key=True), Column("text", Text))


@dataclass(frozen=True)
class Rig:
    """A served town and devices that push."""

    console: Console
    url: str
    pid: int
    phones: list[tuple[Phone, str]]


@contextmanager
def rig(database: str, folder: Path) -> Iterator[Rig]:
    """Found a town with one device a pusher, each in a grid of its own, and serve it."""
    town = make_town(database, folder)
    town.time.ms = time.time_ns() // 1_000_000
    phones = []
    for number in range(PUSHERS):
        name = f"网格员{number:02}"
        town.add(name)
        grid = (GRID, f"{COMMUNITY}002")[number % 2]
        town.assign(name, grid, "part")
        phones.append((town.phone(name), f"grid:{grid}"))
    console = Console(database, folder)
    with console.serving() as serving:
        yield Rig(console, serving.url, serving.process.pid, phones)
    town.service.close()


def in_parallel(works: list[Callable[[], int]]) -> tuple[int, float]:
    """Run all at once; give what they counted together, and the seconds."""
    counts = [0] * len(works)

    def run(at: int) -> None:
        counts[at] = works[at]()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(works))]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.perf_counter() - start


def floor_rate(database: str) -> float:
    """Give how many rows a second the database commits, one a transaction."""
    store = Store(database)
    with store.write() as connection:
        _FLOOR.create(connection, checkfirst=True)
    ids = iter(range(1 << 40))

    def work() -> int:
        end, count = time.perf_counter() + SECONDS / 2, 0
        while time.perf_counter() < end:
            with store.write() as connection:
                connection.execute(insert(_FLOOR), {"id": next(ids), "text": "敲门，在家" * 20})
            count += 1
        return count

    count, seconds = in_parallel([work] * PUSHERS)
    store.close()
    return count / seconds


def push_rate(rig: Rig, size: int) -> float:
    """Give how many changes a second the server takes in pushes of `size`."""

    def pusher(phone: Phone, scope: str) -> Callable[[], int]:
        line = HttpTransport(rig.url, phone.token)

        def work() -> int:
            end, count = time.perf_counter() + SECONDS, 0
            while time.perf_counter() < end:
                doors = [
                    phone.create("dwelling", scope=scope, room_label=str(n)) for n in range(size)
                ]
                sent = phone.send(*doors, scope=scope)
                answer = line.exchange(phone.offer(*sent, scope=scope, page_facts=1)).scopes[0]
                phone.stand(scope).cursor, phone.stand(scope).hash = answer.head, answer.head_hash
                count += len(answer.judged)
            return count

        return work

    count, seconds = in_parallel([pusher(*one) for one in rig.phones])
    return count / seconds


def poll(rig: Rig) -> tuple[float, float]:
    """Poll with nothing new: polls a second, and CPU seconds of the server for 1,000 of them."""
    phone, scope = rig.phones[0]
    line = HttpTransport(rig.url, phone.token)
    answer = line.exchange(phone.offer(scope=scope, page_facts=1)).scopes[0]
    phone.stand(scope).cursor, phone.stand(scope).hash = answer.head, answer.head_hash
    before, start = cpu_seconds(rig.pid), time.perf_counter()
    for _ in range(POLLS):
        line.exchange(phone.offer(scope=scope))
    seconds = time.perf_counter() - start
    return POLLS / seconds, cpu_seconds(rig.pid) - before


def cpu_seconds(pid: int) -> float:
    """Read a process's CPU time."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_on(name: str, database: str) -> None:
    """Tell all figures of one database."""
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite:///{Path(folder) / 'server.db'}"
        with rig(url, Path(folder)) as made:
            floor = floor_rate(url)
            for size, goal in ((10, 0.25), (100, 0.5)):
                rate = push_rate(made, size)
                tell(
                    f"changes pushed by {size} on {name}",
                    a_second=rate,
                    floor_a_second=floor,
                    ratio=rate / floor,
                    goal=goal,
                    is_met=rate / floor >= goal,
                )
            polls, cpu = poll(made)
            tell(f"polls with nothing new on {name}", a_second=polls, cpu_s_per_1000=cpu)


def measure() -> None:
    """Measure SQLite, then PostgreSQL."""
    measure_on("sqlite", "")
    with running_postgres() as postgres:
        measure_on("postgresql", postgres.create_database())


if __name__ == "__main__":
    measure()
