"""The road back: a server restored from a backup is healed by the devices that read further."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import delete

import server.exchange
from fieldapp.queries.marks import SyncMark, SyncMarksQuery
from fieldapp.queries.standing import StandingQuery
from fieldapp.store import outbox, road_back, scopes
from fieldapp.store.schema import aside
from fieldapp.store.schema import tail as tail_table
from fieldapp.store.unit import Unit
from server.backup import restore_backup, write_backup
from server.doctor import examine
from sync.codec import canonical, decode
from sync.protocol import Answer, Fact, Offer
from tests.laws.test_stories import conflicts, everywhere, finish, hint, new_door
from tests.laws.village import Fault, Member, Village, make_village
from tests.server.town import GRID_SCOPE, NINE

IN_GRID = tail_table.select().where(tail_table.c.scope == GRID_SCOPE)
REWRITE = tail_table.update().where(tail_table.c.scope == GRID_SCOPE)


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of one grid and their secretary, on each database."""
    made = make_village(database_url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    yield made
    made.close()


class Yesterday:
    """A backup of the server, to be put back."""

    def __init__(self, village: Village, folder: Path) -> None:
        self._village = village
        self._service = village.town.service
        self._file = folder / "yesterday.backup"
        write_backup(self._service.store, self._service.keys, self._file, NINE)

    def put_back(self) -> None:
        """Restore the server from it."""
        service = self._service
        restore_backup(service.store, service.keys, self._file, replace=True, now_ms=NINE)
        for member in self._village.members:
            # The log forgot changes that had left their outboxes; no device can know that yet.
            member.line.before_exchange = lambda: None


def hashes(village: Village) -> list[str]:
    """Give the chain of the grid's log as the server has it."""
    return [fact.hash for fact in village.logs()[GRID_SCOPE]]


def assert_server_is_well(village: Village) -> None:
    """The server's own doctor finds nothing."""
    service = village.town.service
    assert examine(service.store, service.keys).findings == []


def is_on_the_way_back(member: Member) -> bool:
    """Tell whether a device is giving back, or has to read from the start."""
    stands = member.read(scopes.all_stands)
    return any(stand.is_on_the_way_back for stand in stands)


def test_the_first_device_that_is_ahead_heals_the_server_to_the_very_log(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    yesterday = Yesterday(village, tmp_path)
    wang.write(hint(door, "敲窗户"))
    village.settle()
    miao.write(lambda unit: unit.patch("dwelling", door, {"landmark": "老槐树西"}))
    village.settle()
    whole = hashes(village)
    yesterday.put_back()
    assert len(hashes(village)) == len(whole) - 2
    done = miao.sync()
    assert done is not None
    assert done.returned == 3, "two facts, and what was read before by its name"
    assert done.is_level
    assert hashes(village) == whole
    assert_server_is_well(village)
    finish(village)
    assert everywhere(village, door) == ["敲窗户"] * 3
    assert not any(is_on_the_way_back(member) for member in village.members)


def test_where_the_server_went_on_everything_lost_is_judged_anew(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    yesterday = Yesterday(village, tmp_path)
    lost = wang.write(new_door)
    wang.write(hint(door, "敲窗户"))
    wang.sync()
    yesterday.put_back()
    miao.write(hint(door, "按铃"))
    miao.sync()
    finish(village)
    assert_server_is_well(village)
    # What wang had was 已入账 and read by nobody else; it is in the log once, and both hints stand.
    assert lin.shown("dwelling", lost) is not None
    (record,) = conflicts(lin)
    assert {record["kept"]["value"], record["other"]["value"]} == {"敲窗户", "按铃"}
    # Before the log as it is now replaced wang's rows, they were kept aside.
    kept = wang.read(lambda one: one.execute(aside.select()).all())
    assert any("敲窗户" in row.rows for row in kept)


def test_a_record_falls_back_from_entered_to_delivered_until_the_server_has_it_again(
    village: Village, tmp_path: Path
) -> None:
    wang, *_ = village.members
    yesterday = Yesterday(village, tmp_path)
    door = ("dwelling", wang.write(new_door))
    village.settle()
    assert wang.desk.ask(SyncMarksQuery((door,))).result() == {door: SyncMark.entered}
    yesterday.put_back()
    assert wang.sync(Fault.none, Fault.request_lost) is None
    assert wang.desk.ask(SyncMarksQuery((door,))).result() == {door: SyncMark.delivered}
    assert not wang.desk.ask(StandingQuery()).result().is_proven
    finish(village)
    assert wang.desk.ask(SyncMarksQuery((door,))).result() == {door: SyncMark.entered}


def test_a_device_gives_back_what_others_wrote(village: Village, tmp_path: Path) -> None:
    wang, miao, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    miao.sync()
    yesterday.put_back()
    # wang's tablet fell into the river: only miao has read what she wrote.
    village.members.remove(wang)
    wang.thread.close()
    finish(village)
    assert lin.shown("dwelling", door) is not None
    assert [fact.verdict.word for fact in village.logs()[GRID_SCOPE]] == ["taken"]
    assert miao.shown("dwelling", door) is not None


def test_a_server_restored_twice_is_healed_twice(village: Village, tmp_path: Path) -> None:
    wang, miao, _ = village.members
    yesterday = Yesterday(village, tmp_path)
    doors = [wang.write(new_door)]
    village.settle()
    yesterday.put_back()
    doors.append(miao.write(new_door))
    miao.sync(Fault.answer_lost)
    doors.append(wang.write(new_door))
    wang.sync()
    yesterday.put_back()
    doors.append(wang.write(new_door))
    finish(village)
    assert_server_is_well(village)
    assert {fact.effect[0].row for fact in village.logs()[GRID_SCOPE]} == set(doors)


def test_returns_travel_in_small_pages_and_survive_lost_answers(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(road_back, "MAX_FACTS", 2)
    wang, miao, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    doors = {wang.write(new_door) for _ in range(7)}
    village.settle()
    whole = hashes(village)
    yesterday.put_back()
    assert miao.sync(Fault.none, Fault.answer_lost) is None
    assert is_on_the_way_back(miao)
    assert miao.sync(Fault.none, Fault.delivered_twice, Fault.request_lost) is None
    finish(village)
    assert hashes(village) == whole
    assert {row["id"] for row in lin.dump() if row["kind"] == "dwelling"} == doors


def test_a_server_restored_again_in_the_middle_of_the_returns_loses_none_of_them(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(road_back, "MAX_FACTS", 1)
    wang, miao, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    doors = {wang.write(new_door) for _ in range(3)}
    wang.sync()
    lin.write(new_door)
    yesterday.put_back()
    # The answers to the first two returns arrive; then the server forgets them again.
    exchanges = 0

    def restore_once() -> None:
        nonlocal exchanges
        exchanges += 1
        if exchanges == 4:
            yesterday.put_back()

    wang.line.before_exchange = restore_once
    assert wang.sync() is not None
    assert exchanges == 4
    finish(village)
    assert doors <= {row["id"] for row in miao.dump() if row["kind"] == "dwelling"}


def test_a_server_restored_between_the_last_return_and_the_new_reading_is_given_all_again(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    yesterday.put_back()
    other = lin.write(new_door)
    lin.sync()
    village.members.remove(lin)
    lin.thread.close()
    assert wang.sync(Fault.none, Fault.none, Fault.request_lost) is None
    yesterday.put_back()
    finish(village)
    assert miao.shown("dwelling", door) is not None
    assert other


def test_no_page_of_returns_cuts_a_group(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(road_back, "MAX_FACTS", 2)
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    yesterday = Yesterday(village, tmp_path)

    def three(unit: Unit) -> None:
        with unit.group():
            for _ in range(3):
                new_door(unit)

    wang.write(new_door)
    wang.write(three)
    village.settle()
    yesterday.put_back()
    lin.write(hint(door, "按铃"))
    lin.sync()
    finish(village)
    words: list[str] = [fact.verdict.word for fact in village.logs()[GRID_SCOPE]]
    assert words == ["taken"] * 6
    assert len([row for row in miao.dump() if row["kind"] == "dwelling"]) == 5


def test_what_was_quarantined_stays_in_quarantine_and_corrected(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    yesterday = Yesterday(village, tmp_path)
    wang.write(lambda unit: unit.create("household", GRID_SCOPE, {"dwelling_id": unit.new_id()}))
    village.settle()
    yesterday.put_back()
    lin.write(hint(door, "按铃"))
    lin.sync()
    finish(village)
    rows = [row["fields"] for row in miao.dump() if row["kind"] == "quarantine"]
    assert [row["author"] for row in rows] == [wang.author.person]
    aside_facts = [
        fact for fact in village.logs()[GRID_SCOPE] if fact.verdict.word == "quarantined"
    ]
    assert len(aside_facts) == 1


def test_own_changes_that_only_a_snapshot_covered_come_back_too(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, _, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    monkeypatch.setattr(server.exchange, "SNAPSHOT_FROM", 1)
    door = wang.write(new_door)
    wang.sync(Fault.answer_lost)
    wang.write(lambda unit: scopes.change(unit.connection, GRID_SCOPE, is_resetting=True))
    wang.sync()
    assert wang.waiting() == []
    assert wang.read(lambda one: one.execute(IN_GRID).all()) == []
    yesterday.put_back()
    finish(village)
    assert lin.shown("dwelling", door) is not None


def test_forged_facts_are_turned_away_and_the_honest_ones_are_taken(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    village.settle()
    yesterday.put_back()

    def forge(unit: Unit) -> None:
        (row,) = unit.connection.execute(IN_GRID).all()
        fact = decode(Fact, row.wire.encode())
        effect = replace(fact.effect[0], fields={**fact.effect[0].fields, "room_label": "666"})
        forged = canonical(replace(fact, effect=(effect,))).decode()
        unit.connection.execute(REWRITE.values(wire=forged))

    miao.write(forge)
    miao.sync()
    assert village.logs()[GRID_SCOPE] == []
    finish(village)
    assert (lin.shown("dwelling", door) or {})["room_label"] == "502"


def test_an_own_change_without_a_good_proof_is_judged_as_if_newly_offered(
    village: Village, tmp_path: Path
) -> None:
    wang, _, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    yesterday.put_back()

    def spoil(unit: Unit) -> None:
        (row,) = unit.connection.execute(IN_GRID).all()
        fact = decode(Fact, row.wire.encode())
        spoiled = canonical(replace(fact, hash="0" * len(fact.hash))).decode()
        unit.connection.execute(REWRITE.values(wire=spoiled))

    wang.write(spoil)
    finish(village)
    assert lin.shown("dwelling", door) is not None


def test_nothing_of_the_outbox_is_offered_before_all_was_given_back(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(road_back, "MAX_FACTS", 1)
    wang, *_ = village.members
    yesterday = Yesterday(village, tmp_path)
    given = {wang.write(new_door) for _ in range(3)}
    village.settle()
    yesterday.put_back()
    last = wang.write(new_door)
    orders: list[Offer] = []
    carry = wang.line.exchange

    def watch(offer: Offer) -> Answer:
        orders.append(offer)
        return carry(offer)

    monkeypatch.setattr(wang.line, "exchange", watch)
    wang.sync()
    sent = [one for offer in orders for one in offer.scopes if one.scope == GRID_SCOPE]
    after = [bool(one.changes) for one in sent[1:]]
    assert [len(one.returns) for one in sent[1:4]] == [1, 1, 1]
    assert after[:3] == [False] * 3
    finish(village)
    assert {fact.effect[0].row for fact in village.logs()[GRID_SCOPE]} == given | {last}


def test_where_the_author_has_lost_her_tail_another_gives_it_back(
    village: Village, tmp_path: Path
) -> None:
    wang, _, lin = village.members
    yesterday = Yesterday(village, tmp_path)
    first = wang.write(new_door)
    village.settle()
    yesterday.put_back()
    wang.write(lambda unit: unit.connection.execute(delete(tail_table)))
    door = wang.write(new_door)
    finish(village)
    assert lin.shown("dwelling", door) is not None
    assert lin.shown("dwelling", first) is not None
    assert wang.read(outbox.count) == 0
