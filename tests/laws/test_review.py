"""Roads that a second look found: guests of two communities, decisions over a restored log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

import server.exchange
from fieldapp.errors import Trouble
from fieldapp.queries.standing import StandingQuery
from fieldapp.session import Enrolment, Home, enrol
from fieldapp.store import outbox, replica, scopes
from fieldapp.store.fold import Fold
from fieldapp.store.offers import read_offer
from fieldapp.store.outbox import Pending
from fieldapp.store.rows import Key, Stored, write_rows
from fieldapp.store.schema import sync_round, tail
from fieldapp.store.scopes import ScopeStand
from fieldapp.store.unit import Unit
from server.backup import restore_backup, write_backup
from server.log import Head
from sync.client import RoundStuck, run_round
from sync.line import Problem, TurnedAway
from sync.merge import Row
from sync.protocol import Answer, Edit, Fact, Offer, ScopeAnswer
from tests.cli.homes import CHEAP, CODE, PIN, Offices, enrol_home, opened_home
from tests.laws.village import (
    Fault,
    Member,
    Village,
    check_equal,
    check_everything,
    check_once,
    check_prefix,
    make_village,
)
from tests.server.town import GRID_SCOPE, VILLAGE_GRID


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of one grid and their secretary, on each database."""
    made = make_village(database_url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    yield made
    made.close()


def new_door(unit: Unit) -> str:
    """Create a door."""
    return unit.create("dwelling", GRID_SCOPE, {"room_label": "502", "access_note": "铃坏了"})


def hint(door: str, words: str) -> Callable[[Unit], bool]:
    """Give the work of changing a door's access hint."""
    return lambda unit: unit.patch("dwelling", door, {"access_note": words})


def back_up(village: Village, file: Path) -> Callable[[], None]:
    """Back the server up; give the way to restore it, after which OUTBOX cannot be checked."""
    service = village.town.service
    write_backup(service.store, service.keys, file, village.town.time())

    def restore() -> None:
        now_ms = village.town.time()
        restore_backup(service.store, service.keys, file, replace=True, now_ms=now_ms)
        for member in village.members:
            member.line.before_exchange = lambda: None

    return restore


def test_a_worker_who_helps_out_elsewhere_holds_both_communities(village: Village) -> None:
    village.town.assign("王海示例", VILLAGE_GRID, "part")
    village.settle()
    check_everything(village)


def test_a_decision_that_waits_while_the_server_forgets_its_conflict_does_not_stop_sync(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    restore = back_up(village, tmp_path / "yesterday")
    wang.write(hint(door, "敲窗户"))
    miao.write(hint(door, "按铃"))
    village.settle()
    (record,) = [row for row in lin.dump() if row["kind"] == "conflict"]
    lin.write(
        lambda unit: unit.resolve(record["id"], "open", "restored", Edit(old="敲窗户", new="按铃"))
    )
    restore()
    lin.sync(Fault.none, *[Fault.page_of_one] * 8)
    village.settle()
    check_once(village.logs()[GRID_SCOPE])
    check_equal(village)


def test_facts_that_the_server_forgot_stay_in_the_tail(village: Village, tmp_path: Path) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    restore = back_up(village, tmp_path / "yesterday")
    wang.write(hint(door, "敲窗户"))
    village.settle()
    forgotten = village.logs()[GRID_SCOPE][-1]
    restore()
    wang.write(new_door)
    wang.write(new_door)
    village.settle()
    wires = miao.read(lambda one: one.execute(tail.select()).all())
    assert any(forgotten.hash in row.wire and "敲窗户" in row.wire for row in wires)


def test_a_number_that_is_zero_is_not_replaced_unseen(village: Village) -> None:
    wang, miao, lin = village.members
    door = wang.write(lambda unit: unit.create("dwelling", GRID_SCOPE, {"room_label": "502"}))
    village.settle()
    wang.write(lambda unit: unit.patch("dwelling", door, {"floor_sort": 0}))
    miao.write(lambda unit: unit.patch("dwelling", door, {"floor_sort": 3}))
    wang.sync()
    village.settle()
    check_everything(village)
    (record,) = [row for row in lin.dump() if row["kind"] == "conflict"]
    values = {record["fields"][side].get("value") for side in ("kept", "other")}
    assert values == {0, 3}


class Refusing:
    """A line whose server turns away whatever carries more than nothing."""

    def __init__(self, member: Member, number: int) -> None:
        self.member = member
        self.number = number
        self.asked = 0

    def exchange(self, offer: Offer) -> Answer:
        """Turn away offers with changes; give up on a caller who never does."""
        self.asked += 1
        assert self.asked < 50, "asked again and again without a pause"
        if any(one.changes for one in offer.scopes):
            raise TurnedAway(Problem(number=self.number, code="too_large"))
        return self.member.line.exchange(offer)

    snapshot = None


def test_a_group_that_is_turned_away_is_not_offered_without_end(village: Village) -> None:
    wang, _, _ = village.members

    def pair(unit: Unit) -> None:
        with unit.group():
            new_door(unit)
            new_door(unit)

    wang.write(pair)
    line = Refusing(wang, 1002)
    with pytest.raises(TurnedAway):
        run_round(wang.desk.replica(), line, wang.clock)
    assert len(wang.waiting()) == 2


def test_nothing_is_proven_while_a_reset_stands_half_way(village: Village, tmp_path: Path) -> None:
    wang, _, lin = village.members
    restore = back_up(village, tmp_path / "yesterday")
    wang.write(new_door)
    village.settle()
    lin.write(lambda unit: unit.connection.execute(insert(sync_round).values(PROVEN)))
    assert lin.desk.ask(StandingQuery()).result().is_proven
    restore()
    lin.sync(Fault.none, Fault.request_lost)
    assert not lin.desk.ask(StandingQuery()).result().is_proven


PROVEN = {
    "started_ms": 0,
    "ended_ms": 1,
    "sent": 0,
    "received": 0,
    "outcome": "level",
    "is_proven": True,
}


def test_a_checksum_that_never_agrees_does_not_fetch_the_scope_without_end(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, _, _ = village.members
    wang.write(new_door)
    village.settle()
    monkeypatch.setattr(Head, "checksum", lambda _: "0" * 16)
    asked = 0

    def count() -> None:
        nonlocal asked
        asked += 1

    wang.line.before_exchange = count
    for _ in range(3):
        told = wang.sync()
        assert told is not None
        assert not told.is_level
    assert asked < 20
    monkeypatch.undo()
    village.settle()
    check_everything(village)


def _play_delivered_then_restored(village: Village, tmp_path: Path) -> str:
    """Have a change delivered but not read, then forgotten by the server; give its id."""
    wang, miao, _ = village.members
    restore = back_up(village, tmp_path / "yesterday")
    for _ in range(3):
        miao.write(new_door)
    miao.sync()
    wang.write(new_door)
    (mine,) = wang.waiting()
    # The verdict arrives with a page that ends before the change itself.
    wang.sync(Fault.page_of_one, Fault.request_lost)
    assert wang.waiting() == [mine]
    restore()
    village.settle()
    return mine


def test_a_delivery_learned_earlier_counts_for_nothing_after_a_restore(
    village: Village, tmp_path: Path
) -> None:
    mine = _play_delivered_then_restored(village, tmp_path)
    assert mine in [fact.id for fact in village.logs()[GRID_SCOPE]]


def test_without_that_guard_the_change_would_be_lost(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaving_early(
        connection: Connection,
        stand: ScopeStand,
        answer: ScopeAnswer,
        facts: list[Fact],
        cursor: int,
    ) -> list[Pending]:
        named = [one.id for one in answer.judged] + [fact.id for fact in facts]
        return outbox.pending_named(connection, stand.scope, named)

    monkeypatch.setattr(replica, "_leaving", leaving_early)
    with pytest.raises(AssertionError):
        _play_delivered_then_restored(village, tmp_path)


def _play_stale_answer(village: Village) -> None:
    """Give a device an answer twice, the second time after it has moved on."""
    wang, _, _ = village.members
    wang.write(new_door)

    def offered(connection: Connection) -> Offer:
        return read_offer(connection, wang.clock.read())

    offer = wang.read(offered)
    answer = wang.line.exchange(offer)
    for _ in range(2):
        wang.thread.run(
            lambda one: replica.accept_answer(
                one, offer, answer, wang._make_id, wang.clock.wall_ms
            ),
            write=True,
        )
    check_prefix(wang, village.logs())
    village.settle()
    check_everything(village)


def test_a_stale_answer_changes_nothing(village: Village) -> None:
    _play_stale_answer(village)


def _play_restored_to_a_snapshot(village: Village, tmp_path: Path) -> None:
    """Reset a device that holds more than the server, which gives it a snapshot."""
    wang, _, _ = village.members
    wang.write(new_door)
    village.settle()
    restore = back_up(village, tmp_path / "yesterday")
    wang.write(new_door)
    wang.write(new_door)
    village.settle()
    restore()
    village.settle()
    check_everything(village)


def test_a_snapshot_replaces_what_the_device_had(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.exchange, "SNAPSHOT_FROM", 1)
    _play_restored_to_a_snapshot(village, tmp_path)


def test_a_snapshot_that_is_merged_instead_would_be_noticed(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def merged(self: Fold, rows: dict[Key, Row], now_ms: int, *, keep_aside: bool) -> None:
        self._base = dict(rows)

    wang, *_ = village.members
    wang.write(new_door)
    village.settle()
    stray = {("dwelling", "stray"): Stored(GRID_SCOPE, Row({"room_label": "666"}))}

    def go_astray(unit: Unit) -> None:
        write_rows(unit.connection, stray)
        scopes.change(unit.connection, GRID_SCOPE, is_resetting=True)

    wang.write(go_astray)
    monkeypatch.setattr(server.exchange, "SNAPSHOT_FROM", 1)
    with monkeypatch.context() as careless:
        careless.setattr(Fold, "replace_all", merged)
        wang.line.before_exchange = lambda: None
        with suppress(RoundStuck):
            wang.sync()
        with pytest.raises(AssertionError):
            check_prefix(wang, village.logs())
    wang.write(go_astray)
    wang.sync()
    check_prefix(wang, village.logs())


def test_a_home_that_was_worked_in_is_never_cleared_by_enrolling_again(tmp_path: Path) -> None:
    enrol_home(tmp_path, Offices(), {})
    home = Home(tmp_path)
    # As if the program had been killed just before enrolling wrote its last file.
    home.installation_file.unlink()
    with opened_home(tmp_path):
        pass
    with home, pytest.raises(Trouble):
        enrol(home, Offices(), Enrolment("http://127.0.0.1:1", CODE, PIN), cost=CHEAP)
    assert home.database_file.exists()
