"""Figures of the local store: a visit saved, a key of the search, a door's card, the whole map."""

from __future__ import annotations

import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlcipher3 import dbapi2 as sqlcipher

from bench.grid import Places, Size, fill_places, knock, sentence
from bench.report import tell
from fieldapp.clock import SystemClock
from fieldapp.desk import Desk
from fieldapp.ids import new_id
from fieldapp.queries.doors_view import DoorsQuery
from fieldapp.queries.household import DoorPaneQuery, HouseholdQuery
from fieldapp.queries.search import SearchQuery
from fieldapp.queries.today import TodayQuery
from fieldapp.services.visits import LogVisit
from fieldapp.store import scopes
from fieldapp.store.database import create_database
from fieldapp.store.schema import create_everything
from fieldapp.store.unit import Author, Unit
from fieldapp.store.worker import DatabaseThread

GRID, COMMUNITY, PERSON = "560102001006003", "560102001006", "worker"
SCOPES = (f"community:{COMMUNITY}", f"grid:{GRID}", f"care:{GRID}", f"diary:{PERSON}")
LARGE = Size(households=1700, residents=5000, visits=5000)
TYPED = ("g", "gy", "gyf", "高", "高玉", "yufen", "3-2", "1栋201", "0012", "liu", "王海")


def measure() -> None:
    """Measure and tell all figures of the store."""
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder, key = Path(name), secrets.token_bytes(32)
        with DatabaseThread(lambda: create_database(folder / "field.db", key)) as thread:
            desk = Desk(thread, Author(PERSON, "device"), SystemClock(), new_id)
            places = _fill(thread, dice)
            _tell_saving(thread, desk, places, dice, folder, key)
            _tell_search(desk)
            _tell_screens(desk, places, dice)


Commit = Callable[[int], None]
"""Inserts one row and commits it with fsync; takes a number that makes the row another one."""


@contextmanager
def bare_file(path: Path, key: bytes) -> Iterator[Any]:
    """Open a bare SQLCipher file that keeps its commits as the store does."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16384")
    yield connection
    connection.close()


@contextmanager
def bare_commit(folder: Path, key: bytes) -> Iterator[Commit]:
    """Give what commits a row of three columns to a table that holds nothing else."""
    with bare_file(folder / "bare.db", key) as connection:
        connection.execute("CREATE TABLE visit (id TEXT PRIMARY KEY, note TEXT, at_ms INTEGER)")

        def once(number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            row = (new_id(number), "暖气不热，答应去问。", number)
            connection.execute("INSERT INTO visit VALUES (?, ?, ?)", row)
            connection.execute("COMMIT")

        yield once


@contextmanager
def bare_visit(folder: Path, key: bytes, thread: DatabaseThread) -> Iterator[Commit]:
    """Give what commits a visit as the store keeps it: its table, its indexes, as many rows."""
    schema, rows = thread.run(_visits, write=False)
    marks = ", ".join("?" * len(rows[0]))
    insert = f"INSERT INTO visit ({', '.join(rows[0].keys())}) VALUES ({marks})"
    with bare_file(folder / "visits.db", key) as connection:
        for statement in schema:
            connection.execute(statement)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, [tuple(row.values()) for row in rows])
        connection.execute("COMMIT")

        def once(number: int) -> None:
            row = {**rows[number % len(rows)], "id": new_id(time.time_ns() // 1_000_000)}
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(insert, tuple(row.values()))
            connection.execute("COMMIT")

        yield once


def _visits(connection: Connection) -> tuple[list[str], list[dict[str, Any]]]:
    """Read the statements that make the table of visits, and its rows without what they lack."""
    schema = connection.execute(
        text("SELECT sql FROM sqlite_schema WHERE tbl_name = 'visit' AND sql IS NOT NULL")
    ).scalars()
    rows = connection.execute(text("SELECT * FROM visit")).mappings()
    present = [{name: one for name, one in row.items() if one is not None} for row in rows]
    return list(schema), [row for row in present if row.keys() == present[0].keys()]


def _fill(thread: DatabaseThread, dice: random.Random) -> Places:
    def begin(connection: Connection) -> None:
        create_everything(connection)
        scopes.join(connection, SCOPES, [new_id(0) for _ in SCOPES])

    def fill(connection: Connection) -> Places:
        unit = Unit(connection, Author(PERSON, "device"), SystemClock(), new_id)
        grid = {"region": COMMUNITY, "name": "第三网格"}
        unit.create("grid", SCOPES[0], grid, id_=GRID)
        places = fill_places(unit, GRID, LARGE, dice)
        for number in range(LARGE.visits):
            knock(unit, GRID, places, dice, unit.now_ms - number * 3_600_000)
        unit.finish()
        # What is measured is a device that has synced: the outbox is empty.
        for table in ("outbox", "base_image"):
            connection.execute(text(f"DELETE FROM {table}"))
        return places

    thread.run(begin, write=True)
    return thread.run(fill, write=True)


def _tell_saving(
    thread: DatabaseThread,
    desk: Desk,
    places: Places,
    dice: random.Random,
    folder: Path,
    key: bytes,
) -> None:
    """Save and commit in turns, so that all three meet the same disk.

    The floor is the very row of the visit in its table with its indexes, in a bare file with the
    same settings: a commit pays for each page it touches, and these any program pays that keeps
    visits in a table. `ratio_to_three_columns` is against the smallest commit there is.
    """
    saved, bare, tiny = [], [], []
    with (
        bare_visit(folder, key, thread) as commit_visit,
        bare_commit(folder, key) as commit,
    ):
        for number in range(300):
            wish = LogVisit(dice.choice(places.doors), "met", note=sentence(dice))
            saved.append(_timed(partial(_save, desk, wish)))
            bare.append(_timed(partial(commit_visit, number)))
            tiny.append(_timed(partial(commit, number)))
    seconds, floor_s = statistics.median(saved), statistics.median(bare)
    tell(
        "a visit saved",
        seconds=seconds,
        floor_seconds=floor_s,
        ratio=seconds / floor_s,
        goal_ratio=3,
        is_met=seconds / floor_s <= 3,
        ratio_to_three_columns=seconds / statistics.median(tiny),
    )


def _save(desk: Desk, wish: LogVisit) -> str:
    return desk.do(wish).result()


def _find(desk: Desk, typed: str, _: int) -> object:
    return desk.ask(SearchQuery(typed)).result()


def _tell_search(desk: Desk) -> None:
    for typed in TYPED:
        desk.ask(SearchQuery(typed)).result()
    slowest = max(_median(partial(_find, desk, typed), 9) for typed in TYPED)
    tell(
        "a key of the search, the slowest of eleven, 5,000 residents",
        seconds=slowest,
        goal_seconds=0.05,
        is_met=slowest <= 0.05,
    )


def _tell_screens(desk: Desk, places: Places, dice: random.Random) -> None:
    figures: dict[str, tuple[Callable[[int], Any], float]] = {
        "a door's pane": (
            lambda _: desk.ask(DoorPaneQuery(dice.choice(places.doors))).result(),
            0.1,
        ),
        "a household's card": (
            lambda _: desk.ask(HouseholdQuery(dice.choice(places.households))).result(),
            0.1,
        ),
        "the door map of 1,700 doors": (lambda _: desk.ask(DoorsQuery()).result(), 0.5),
        "today": (lambda _: desk.ask(TodayQuery()).result(), 0.5),
    }
    for name, (ask, goal) in figures.items():
        seconds = _median(ask, 15)
        tell(name, seconds=seconds, goal_seconds=goal, is_met=seconds <= goal)


def _median(once: Callable[[int], Any], times: int) -> float:
    once(-1)
    return statistics.median(_timed(partial(once, number)) for number in range(times))


def _timed(once: Callable[[], Any]) -> float:
    start = time.perf_counter()
    once()
    return time.perf_counter() - start


if __name__ == "__main__":
    measure()
