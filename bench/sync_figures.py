"""Figures of sync: first sync, a round with nothing new, a season's work pushed in one round."""

from __future__ import annotations

import functools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bench.floors import Floors, floors
from bench.grid import Places, Size, fill_places, knock, write_diary
from bench.report import tell
from bench.wire import VILLAGE_4G, Link, Relay
from fieldapp.ids import new_id
from fieldapp.rounds import sync_now
from fieldapp.session import Enrolment, Session, enrol, open_session
from fieldapp.store import keys
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets
from fieldapp.store.unit import Unit
from sync.http import HttpTransport
from tests.journeys.server_process import GRID, ServerProcess
from ui.line import HttpConnect

PIN = "274951"
SIZE = Size()


@dataclass
class Town:
    """A real server behind a counting relay."""

    server: ServerProcess
    relay: Relay
    folder: Path

    def home(self, name: str, person: str) -> Home:
        """Enrol a fresh home."""
        home = Home(self.folder / name)
        home.prepare()
        wish = Enrolment(self.relay.url, self.server.code(person), PIN, name)
        with home:
            enrol(home, HttpConnect(), wish, cost=Cost(1, 8, 1), os_secrets=NoSecrets())
        return home


@contextmanager
def town(database: str | None = None) -> Iterator[Town]:
    """Start a server on a fresh SQLite database, or on `database`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = ServerProcess(folder / "server", database or f"sqlite:///{folder / 'server.db'}")
        server.found()
        server.start()
        with Relay(server.port) as relay:
            yield Town(server, relay, folder)
        server.stop()


@contextmanager
def opened(home: Home) -> Iterator[Session]:
    """Open a home."""
    with home, open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets())) as session:
        yield session


def write(session: Session, work: Callable[[Unit], object]) -> object:
    """Run work in one transaction, as a command does."""

    def inside(connection: Connection) -> object:
        unit = Unit(connection, session.desk.author, session.clock, new_id)
        result = work(unit)
        unit.finish()
        return result

    return session.thread.run(inside, write=True)


def timed_sync(session: Session, transport: HttpTransport) -> float:
    """Run one round; give its seconds."""
    start = time.perf_counter()
    done = sync_now(session, transport)
    assert done.is_level
    return time.perf_counter() - start


def transport_of(session: Session) -> HttpTransport:
    """Open the line of a session, as the window and the console do."""
    return HttpConnect().again(session.enlisted)


def fill(session: Session, dice: random.Random) -> Places:
    """Fill the grid as ordinary changes and push them."""
    places = write(session, lambda unit: fill_places(unit, GRID, SIZE, dice))
    assert isinstance(places, Places)
    now_ms = session.clock.read().wall_ms

    def visits(unit: Unit) -> None:
        for number in range(SIZE.visits):
            knock(unit, GRID, places, dice, now_ms - number * 7_200_000)

    def diaries(unit: Unit) -> None:
        for number in range(SIZE.diaries):
            day = f"20{20 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            write_diary(unit, GRID, places, dice, day)

    write(session, visits)
    write(session, diaries)
    return places


def measure() -> None:
    """Measure and tell all figures of sync."""
    dice = random.Random(7)
    with town() as place:
        first = place.home("worker", "王海示例")
        with opened(first) as session:
            line = transport_of(session)
            timed_sync(session, line)
            places = fill(session, dice)
            pushed = timed_sync(session, line)
            tell("first push of the whole grid", seconds=pushed, changes=_count(SIZE))
            _tell_season(session, line, places, dice, place)
            _tell_nothing_new(session, line, place)
            with floors(session, place.folder) as floor:
                _tell_first_sync(place, floor)
                _tell_first_sync_over(VILLAGE_4G, place, floor)


def _count(size: Size) -> int:
    return size.households * 2 + size.residents * 2 + size.visits + size.diaries * 3


def _tell_season(
    session: Session, line: HttpTransport, places: Places, dice: random.Random, place: Town
) -> None:
    def season(unit: Unit) -> None:
        for number in range(1000):
            knock(unit, GRID, places, dice, unit.now_ms - number * 60_000)
        for number in range(200):
            write_diary(unit, GRID, places, dice, f"2026-11-{number % 28 + 1:02}")

    write(session, season)
    place.relay.reset()
    seconds = timed_sync(session, line)
    tell("1,000 visits and 200 diaries pushed", seconds=seconds, bytes=place.relay.total)


def _tell_nothing_new(session: Session, line: HttpTransport, place: Town) -> None:
    sizes, seconds = [], []
    for _ in range(9):
        place.relay.reset()
        seconds.append(timed_sync(session, line))
        sizes.append(place.relay.total)
    tell(
        "a round with nothing new",
        bytes=int(statistics.median(sizes)),
        goal_bytes=2048,
        seconds=statistics.median(seconds),
        is_met=statistics.median(sizes) <= 2048,
    )


def _first_sync(place: Town, name: str, link: Link | None = None) -> float:
    """Enrol a fresh home and time its first round."""
    home = place.home(name, "王海示例")
    place.relay.link = link
    try:
        with opened(home) as session:
            line = transport_of(session)
            place.relay.reset()
            return timed_sync(session, line)
    finally:
        place.relay.link = None


def _timed(once: Callable[[], object]) -> float:
    start = time.perf_counter()
    once()
    return time.perf_counter() - start


def _tell_first_sync(place: Town, floor: Floors) -> None:
    """Tell it over the loopback, where nothing but the two machines' work counts."""
    # The first of all also waits for the server to make the snapshots.
    fresh = _first_sync(place, "first")
    seconds, typed, generic = [], [], []
    for number in range(9):  # in turns, so that both meet the same machine
        seconds.append(_first_sync(place, f"loopback{number}"))
        size = place.relay.total
        typed.append(_timed(floor.open_typed))
        generic.append(_timed(floor.open_generic))
    ours, floor_s = statistics.median(seconds), statistics.median(typed)
    tell(
        "first sync of a grid, over the loopback",
        seconds=ours,
        seconds_with_new_snapshots=fresh,
        floor_seconds=floor_s,
        ratio=ours / floor_s,
        goal_ratio=5,
        ratio_to_a_generic_table=ours / statistics.median(generic),
        bytes=size,
        floor_bytes=floor.size,
        goal_bytes=1_000_000,
        is_met=ours / floor_s <= 5 and size <= 1_000_000,
    )


def _tell_first_sync_over(link: Link, place: Town, floor: Floors) -> None:
    """Tell it over a line such as there is, through which the floor is downloaded too."""
    seconds, typed = [], []
    for number in range(5):
        seconds.append(_first_sync(place, f"link{number}", link))
        typed.append(_timed(functools.partial(floor.open_typed, link)))
    ours, floor_s = statistics.median(seconds), statistics.median(typed)
    tell(
        f"first sync of a grid, over {link.bits / 1e6:.0f} Mbit/s"
        f" and {link.there_and_back * 1000:.0f} ms there and back",
        seconds=ours,
        floor_seconds=floor_s,
        ratio=ours / floor_s,
        goal_ratio=5,
        is_met=ours / floor_s <= 5,
    )


if __name__ == "__main__":
    measure()
