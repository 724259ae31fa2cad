"""Compaction: old facts lose their words, and nobody loses anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import server.snapshots
from fieldapp.store.unit import Unit
from server.backup import restore_backup, write_backup
from server.compaction import compact
from server.doctor import examine
from server.tables import FACT, HEAD
from sync.protocol import Status
from tests.laws.test_stories import hint, new_door
from tests.laws.village import Fault, Village, check_equal, make_village
from tests.server.town import GRID_SCOPE, NINE, Town, make_town

LATER = NINE + 1


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of one grid and their secretary, on each database."""
    made = make_village(database_url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    for member in made.members:
        member.line.before_exchange = lambda: None
    yield made
    made.close()


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """A server with a few people."""
    made = make_town(database_url, tmp_path / "data")
    yield made
    made.service.close()


def horizon(town: Town, scope: str = GRID_SCOPE) -> int:
    """Read where a scope's horizon stands."""
    with town.service.store.read() as connection:
        return int(connection.scalar(select(HEAD.c.horizon).where(HEAD.c.scope == scope)) or 0)


def assert_well(town: Town) -> None:
    """The server's doctor finds nothing."""
    assert examine(town.service.store, town.service.keys).findings == []


def test_behind_the_horizon_no_words_are_left_and_all_that_proves_is(town: Town) -> None:
    phone = town.phone("王海示例")
    made = phone.create("dwelling", room_label="502", access_note="铃坏了")
    phone.say(made)
    done = compact(town.service.store, LATER)
    assert done.facts > 0
    assert horizon(town) == 1
    with town.service.store.read() as connection:
        (fact,) = connection.execute(select(FACT).where(FACT.c.scope == GRID_SCOPE)).all()
    assert fact.wire == ""
    assert all((fact.change_id, fact.hash, fact.verdict))
    assert_well(town)
    # The same change again is told its old verdict.
    phone.stand().n, phone.stand().prev = 0, ""
    phone.stand().incarnation = "again"
    (judged,) = phone.push(*phone.send(made)).judged
    assert (judged.seq, judged.verdict.word) == (1, "taken")


def test_what_is_newer_keeps_its_words(town: Town) -> None:
    phone = town.phone("王海示例")
    phone.say(phone.create("dwelling", room_label="502"))
    town.time.ms += 10
    phone.say(phone.create("dwelling", room_label="503"))
    compact(town.service.store, town.time.ms)
    assert horizon(town) == 1
    compact(town.service.store, town.time.ms)
    assert horizon(town) == 1
    assert_well(town)


def test_a_device_behind_the_horizon_takes_a_snapshot_and_keeps_its_outbox(
    village: Village,
) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    wang.sync()
    other = miao.write(new_door)
    compact(village.town.service.store, LATER)
    miao.sync()
    assert (miao.shown("dwelling", door) or {})["room_label"] == "502"
    village.settle()
    check_equal(village)
    assert wang.shown("dwelling", other) is not None
    assert_well(village.town)


def test_compaction_between_two_pages_of_one_round_loses_nothing(village: Village) -> None:
    wang, miao, _ = village.members
    doors = [wang.write(new_door) for _ in range(4)]
    wang.sync()
    exchanges = 0

    def compact_once() -> None:
        nonlocal exchanges
        exchanges += 1
        if exchanges == 3:
            compact(village.town.service.store, LATER)

    miao.line.before_exchange = compact_once
    miao.sync(Fault.page_of_one, Fault.page_of_one)
    assert exchanges > 3
    miao.line.before_exchange = lambda: None
    assert all(miao.shown("dwelling", door) for door in doors)
    village.settle()
    check_equal(village)


def test_the_horizon_never_cuts_a_group(village: Village) -> None:
    wang, *_ = village.members

    def pair(unit: Unit) -> None:
        with unit.group():
            new_door(unit)
            new_door(unit)

    wang.write(pair)
    wang.sync()
    service = village.town.service
    with service.store.write() as connection:
        last = (FACT.c.scope == GRID_SCOPE) & (FACT.c.seq == 2)
        connection.execute(FACT.update().where(last).values(received_ms=LATER + 5))
    compact(service.store, LATER)
    assert horizon(village.town) == 0


def test_another_history_is_told_reset_before_the_horizon_is_looked_at(town: Town) -> None:
    phone = town.phone("王海示例")
    phone.say(phone.create("dwelling", room_label="502"))
    phone.say(phone.create("dwelling", room_label="503"))
    compact(town.service.store, LATER)
    phone.stand().cursor, phone.stand().hash = 1, "0" * 32
    assert phone.push().status is Status.reset


def test_a_snapshot_from_before_the_horizon_is_made_anew(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    wang.sync()
    service = village.town.service
    old = service.exchange.snapshot_of(GRID_SCOPE)
    wang.write(hint(door, "敲窗户"))
    wang.sync()
    compact(service.store, LATER)
    assert server.snapshots.FRESH_FACTS > 2
    assert service.exchange.snapshot_of(GRID_SCOPE).seq > old.seq
    assert miao.sync() is not None
    assert (miao.shown("dwelling", door) or {})["access_note"] == "敲窗户"


def test_a_compacted_server_is_restored_from_its_backup_and_healed(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    wang.write(new_door)
    village.settle()
    service = village.town.service
    compact(service.store, LATER)
    file = tmp_path / "backup"
    write_backup(service.store, service.keys, file, NINE)
    later = wang.write(new_door)
    village.settle()
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    village.settle()
    assert miao.shown("dwelling", later) is not None
    assert_well(village.town)
    check_equal(village)
