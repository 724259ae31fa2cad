"""One thread uses the database: calls come in any order from anywhere, each a transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text

from fieldapp.errors import Trouble
from fieldapp.store.database import create_database, open_database, open_memory, writing
from fieldapp.store.worker import DatabaseThread

KEY = bytes(range(32))


def opened() -> Engine:
    engine = open_memory(KEY)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE note (body TEXT)"))
    return engine


def add(connection: Connection) -> int:
    connection.execute(text("INSERT INTO note VALUES ('one')"))
    return count(connection)


def count(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM note")).scalar_one())


def add_and_break(connection: Connection) -> None:
    add(connection)
    raise ZeroDivisionError


@pytest.fixture
def database() -> Iterator[DatabaseThread]:
    with DatabaseThread(opened) as database:
        yield database


def test_a_write_is_there_for_the_next_read(database: DatabaseThread) -> None:
    database.run(add, write=True)
    assert database.run(count, write=False) == 1


def test_all_work_is_done_on_one_thread_that_is_not_the_callers(database: DatabaseThread) -> None:
    names = {
        database.run(lambda _: threading.current_thread().name, write=write)
        for write in (True, False)
    }
    assert names == {"database"}


def test_an_exception_travels_and_rolls_back(database: DatabaseThread) -> None:
    with pytest.raises(ZeroDivisionError):
        database.run(add_and_break, write=True)
    assert database.run(count, write=False) == 0


def test_a_broken_call_does_not_stop_the_next(database: DatabaseThread) -> None:
    broken = database.submit(add_and_break, write=True)
    assert database.submit(add, write=True).result() == 1
    assert isinstance(broken.exception(), ZeroDivisionError)


def test_calls_from_many_threads_are_each_done_once(database: DatabaseThread) -> None:
    def add_many() -> None:
        for _ in range(25):
            database.run(add, write=True)

    threads = [threading.Thread(target=add_many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.run(count, write=False) == 200


def test_whoever_waits_finds_everybody_told(database: DatabaseThread) -> None:
    told: list[int] = []
    database.run(add, write=True, on_commit=told.append)
    assert told == [1]


def test_nobody_is_told_of_what_was_rolled_back(database: DatabaseThread) -> None:
    told: list[None] = []
    with pytest.raises(ZeroDivisionError):
        database.run(add_and_break, write=True, on_commit=told.append)
    assert told == []


def test_what_is_told_is_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "field.db"
    seen: list[int] = []

    def look(_: int) -> None:
        other = open_database(path, KEY)
        with other.connect() as connection:
            seen.append(count(connection))
        other.dispose()

    def open_engine() -> Engine:
        engine = create_database(path, KEY)
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE note (body TEXT)"))
        return engine

    with DatabaseThread(open_engine) as database:
        database.run(add, write=True, on_commit=look)
    assert seen == [1]


def test_a_listener_that_breaks_takes_no_record_and_no_thread_with_it(
    database: DatabaseThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: shown.append(args.exc_type))
    assert database.run(add, write=True, on_commit=[].index) == 1
    assert database.run(count, write=False) == 1
    assert shown == [ValueError]


def test_a_call_cancelled_in_time_is_not_made(database: DatabaseThread) -> None:
    gate = threading.Event()
    database.submit(lambda _: gate.wait(), write=False)
    late = database.submit(add, write=True)
    assert late.cancel()
    gate.set()
    assert database.run(count, write=False) == 0


def test_closing_finishes_what_was_handed_in() -> None:
    database = DatabaseThread(opened)
    futures = [database.submit(add, write=True) for _ in range(50)]
    database.close()
    assert [future.result(timeout=0) for future in futures] == list(range(1, 51))


def test_closing_leaves_no_log_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "field.db"
    with DatabaseThread(lambda: create_database(path, KEY)) as database:
        database.run(lambda c: c.execute(text("CREATE TABLE note (body TEXT)")).close(), write=True)
    assert [file.name for file in tmp_path.iterdir()] == ["field.db"]


def test_closing_twice_is_nothing(database: DatabaseThread) -> None:
    database.close()
    database.close()


def test_nothing_is_taken_after_closing(database: DatabaseThread) -> None:
    database.close()
    with pytest.raises(RuntimeError, match="closed"):
        database.submit(count, write=False)


def test_the_thread_does_not_wait_for_itself(database: DatabaseThread) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        database.run(lambda _: database.run(count, write=False), write=False)


def test_trouble_in_opening_is_told_to_who_wanted_it(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        DatabaseThread(lambda: open_database(tmp_path / "field.db", KEY))
    assert trouble.value.code == "database-missing"


def test_a_callback_of_the_future_may_hand_in_more(database: DatabaseThread) -> None:
    more: Future[Future[int]] = Future()
    first = database.submit(add, write=True)
    first.add_done_callback(lambda _: more.set_result(database.submit(add, write=True)))
    assert more.result(timeout=5).result(timeout=5) == 2


def test_after_an_exit_in_the_middle_of_a_statement_work_goes_on(tmp_path: Path) -> None:
    def open_engine() -> Engine:
        engine = create_database(tmp_path / "field.db", KEY)
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE note (body TEXT)"))
        return engine

    def break_off(connection: Connection) -> None:
        def leave(*_: object) -> None:
            raise KeyboardInterrupt

        add(connection)
        event.listen(connection.engine, "do_execute", leave)
        try:
            connection.execute(text("SELECT 1"))
        finally:
            event.remove(connection.engine, "do_execute", leave)

    with DatabaseThread(open_engine) as database:
        with pytest.raises(KeyboardInterrupt):
            database.run(break_off, write=True)
        assert database.run(count, write=False) == 0
        assert database.run(add, write=True) == 1
