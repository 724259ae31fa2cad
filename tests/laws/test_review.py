"""Roads that a second look found: guests of two communities, decisions over a restored log …"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.store.schema import tail
from fieldapp.store.unit import Unit
from server.backup import restore_backup, write_backup
from sync.client import run_round
from sync.line import Problem, TurnedAway
from sync.protocol import Answer, Edit, Offer
from tests.laws.village import (
    Fault,
    Member,
    Village,
    check_equal,
    check_everything,
    check_once,
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
        run_round(wang.desk.replica(), line, wang.clock)  # type: ignore[arg-type]
    assert len(wang.waiting()) == 2
