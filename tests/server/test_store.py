"""Transactions, versions and impatience of the server's database."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from fieldapp.errors import Refused, Trouble
from server import store as store_module
from server.log import read_head
from server.store import Busy, Store
from server.tables import SCHEMA_VERSION, SETTING
from server.web import problem_of
from tests.server.town import GRID_SCOPE, NINE, Phone, Town


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A prepared database, once of each make."""
    made = Store(database_url)
    made.prepare(NINE)
    yield made
    made.close()


def put(connection: Connection, name: str) -> None:
    connection.execute(insert(SETTING).values(community_id="-", name=name, value="x"))


def test_a_transaction_that_fails_after_its_second_statement_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            put(connection, "one")
            put(connection, "two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as connection:
        assert connection.execute(select(SETTING)).all() == []


def test_preparing_twice_changes_nothing(store: Store) -> None:
    assert store.prepare(NINE) is False


def test_a_newer_database_is_refused(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(SCHEMA_VERSION).values(version=99, applied_ms=0))
    for open_it in (store.require_prepared, lambda: store.prepare(NINE)):
        with pytest.raises(Trouble) as caught:
            open_it()
        assert caught.value.code == "database_newer"


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_none_is_wrong_input(url: str) -> None:
    with pytest.raises(Refused) as caught:
        Store(url)
    assert caught.value.is_input


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.read() as reading:
        assert reading.execute(select(SETTING)).all() == []
        with store.write() as writing:
            put(writing, "one")
        assert reading.execute(select(SETTING)).all() == []


def test_a_lock_that_is_not_had_in_time_is_busy_and_changes_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "LOCK_PATIENCE_S", 0.2)
    url = town.service.store.engine.url.render_as_string(hide_password=False)
    impatient = Store(url)
    with town.service.store.write() as holding:
        read_head(holding, GRID_SCOPE, locked=True)
        with pytest.raises(Busy) as caught, impatient.write() as connection:
            read_head(connection, GRID_SCOPE, locked=True)
    impatient.close()
    problem = problem_of(caught.value)
    assert (problem.status, problem.number, problem.retry_after_s) == (503, 5031, 3)


def test_a_pool_that_is_used_up_is_busy(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "LOCK_PATIENCE_S", 0.2)
    monkeypatch.setattr(store_module, "POOL_SIZE", 1)
    monkeypatch.setattr(store_module, "POOL_OVERFLOW", 0)
    small = Store(database_url)
    with small.read(), pytest.raises(Busy), small.read():
        pass
    small.close()


def test_words_never_reach_an_error_of_the_database(store: Store) -> None:
    def write_twice() -> None:
        with store.write() as connection:
            rows = [{"community_id": "-", "name": "n", "value": "悄悄话"}] * 2
            connection.execute(insert(SETTING), rows)

    with pytest.raises(IntegrityError) as caught:
        write_twice()
    assert "悄悄话" not in str(caught.value)


def test_sixteen_writers_leave_no_gap_and_a_reader_misses_nothing(town: Town) -> None:
    """A counter under the lock of the head row: whoever polls sees every number once."""
    phones = [town.phone("王海示例") for _ in range(16)]
    seen: list[int] = []
    done = threading.Event()

    def push(phone: Phone) -> None:
        for turn in range(5):
            phone.say(phone.create("village_group", name=f"{turn}组"))

    def poll(reader: Phone) -> None:
        while True:
            is_last = done.is_set()
            answer = reader.push()
            reader.take(answer)
            seen.extend(fact.seq for fact in answer.facts)
            if is_last and not answer.facts:
                return

    reader = threading.Thread(target=poll, args=(town.phone("林示范"),))
    writers = [threading.Thread(target=push, args=(phone,)) for phone in phones]
    for thread in (reader, *writers):
        thread.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    assert seen == list(range(1, 81))


def test_many_new_devices_at_once_get_the_same_picture(town: Town) -> None:
    writer = town.phone("王海示例")
    for start in range(0, 400, 100):
        writer.say(*(writer.create("village_group", name=f"{start + n}") for n in range(100)))
    phones = [town.phone("王海示例") for _ in range(6)]
    names: list[str] = []

    def fetch(phone: Phone) -> None:
        snapshot = phone.push().snapshot
        assert snapshot is not None
        names.append(snapshot.name)

    threads = [threading.Thread(target=fetch, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(names), len(set(names))) == (6, 1)
