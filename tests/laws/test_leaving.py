"""Leaving a grid: all that a removed device holds is handed in, signed for, and then erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from fieldapp.services.quarantine import RetryQuarantined, retry_quarantined
from fieldapp.store import kept_photos, leaving, outbox, scopes
from fieldapp.store.fold import base_rows
from fieldapp.store.offers import read_offer
from fieldapp.store.rows import Stored, write_rows
from fieldapp.store.schema import covered, left_behind, receipt, tail
from fieldapp.store.unit import Unit
from server.accounts import revoke
from server.doctor import examine
from sync.leaving import is_receipt, sign_receipt
from sync.line import TurnedAway
from sync.merge import Row
from sync.protocol import Answer, Judged, Offer, Verdict, Word
from tests.laws.test_road_back import Yesterday
from tests.laws.test_stories import hint, new_door, shown_hint
from tests.laws.village import Fault, Member, Village, make_village
from tests.server.town import GRID, GRID_SCOPE, NINE

DAY_MS = 86_400_000


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of one grid and their secretary, on each database."""
    made = make_village(database_url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    for member in made.members:
        member.line.before_exchange = lambda: None
    yield made
    made.close()


def take_away(village: Village, name: str) -> None:
    """End a worker's assignment to the grid, as of yesterday."""
    village.town.assign(name, GRID, "responsible", (None, "2026-11-19"))


def set_aside(member: Member) -> list[dict[str, object]]:
    """List the changes set aside, as a device shows them."""
    return [row["fields"] for row in member.dump() if row["kind"] == "quarantine"]


def held_rows(member: Member) -> int:
    """Count what a device still holds of the grid: rows, facts, changes."""
    return member.read(
        lambda one: (
            len(list(base_rows(one, GRID_SCOPE)))
            + len(one.execute(select(tail).where(tail.c.scope == GRID_SCOPE)).all())
            + len(one.execute(select(covered).where(covered.c.scope == GRID_SCOPE)).all())
            + len(outbox.pending(one, GRID_SCOPE))
        )
    )


def assert_well(village: Village) -> None:
    """The server's doctor finds nothing."""
    service = village.town.service
    assert examine(service.store, service.keys).findings == []


def test_all_she_still_held_goes_to_review_whatever_its_date_and_is_erased_here(
    village: Village,
) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    wang.clock.wall_ms -= 3650 * DAY_MS
    wang.write(hint(door, "敲窗户"))
    wang.clock.wall_ms += 2 * 3650 * DAY_MS
    other = wang.write(new_door)
    take_away(village, "王海示例")
    done = wang.sync()
    assert done is not None
    assert done.is_level
    assert wang.read(outbox.count) == 0
    assert held_rows(wang) == 0
    assert wang.shown("dwelling", door) is None
    miao.sync()
    lin.sync()
    assert [row["reason"] for row in set_aside(miao)] == ["handed_over"] * 2
    assert {row["on_row"] for row in set_aside(lin)} == {door, other}
    # Nothing took effect before somebody looked at it.
    assert shown_hint(miao, door) == "铃坏了"
    assert_well(village)


def test_nothing_is_erased_before_the_server_has_signed_for_everything(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, *_ = village.members
    door = wang.write(new_door)
    wang.sync()
    take_away(village, "王海示例")
    wang.write(hint(door, "敲窗户"))
    assert wang.sync(Fault.answer_lost) is None
    assert wang.read(outbox.count) > 0
    assert shown_hint(wang, door) == "敲窗户"
    # An answer whose signature is another's lets nothing go.
    carry = wang.line.exchange

    def forge(offer: Offer) -> Answer:
        answer = carry(offer)
        forged = sign_receipt(b"\1" * 32, GRID_SCOPE, ())
        scopes_ = tuple(replace(one, receipt=forged) for one in answer.scopes)
        return replace(answer, scopes=scopes_)

    with monkeypatch.context() as patch:
        patch.setattr(wang.line, "exchange", forge)
        wang.sync()
    assert wang.read(outbox.count) > 0
    wang.sync()
    assert wang.read(outbox.count) == 0
    assert held_rows(wang) == 0


def test_the_receipts_are_kept_and_prove_each_change(village: Village) -> None:
    wang, *_ = village.members
    wang.sync()
    take_away(village, "王海示例")
    wang.write(new_door)
    wang.write(new_door)
    made = set(wang.waiting())
    wang.sync()
    rows = wang.read(lambda one: one.execute(select(receipt)).all())
    judged = [
        Judged(id=id_, seq=seq, verdict=Verdict(word=Word.quarantined))
        for row in rows
        for id_, seq in row.judged
    ]
    assert {one.id for one in judged} == made
    public = village.town.service.keys.public().sign
    assert is_receipt(public, rows[0].signature, GRID_SCOPE, judged)
    assert not is_receipt(public, rows[0].signature, GRID_SCOPE, judged[:1])


def test_what_is_kept_can_be_opened_by_the_server_alone(village: Village) -> None:
    wang, *_ = village.members
    door = wang.write(new_door)
    wang.sync()
    take_away(village, "王海示例")
    wang.write(hint(door, "敲窗户"))
    wang.sync()
    (row,) = wang.read(lambda one: one.execute(select(left_behind)).all())
    assert "敲窗户" not in row.sealed
    assert door not in row.sealed


def test_a_server_that_loses_it_all_is_given_what_was_packed_up(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    take_away(village, "王海示例")
    late = wang.write(new_door)
    wang.sync()
    assert held_rows(wang) == 0
    yesterday.put_back()
    take_away(village, "王海示例")
    wang.clock.advance(1000)
    assert wang.sync() is not None
    miao.sync()
    assert (miao.shown("dwelling", door) or {})["room_label"] == "502"
    assert [row["on_row"] for row in set_aside(miao)] == [late]
    assert_well(village)


def test_who_is_a_member_again_after_a_restore_gives_back_what_she_packed_up(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    with village.town.service.store.write() as connection:
        revoke(connection, wang.author.device, NINE)
    with pytest.raises(TurnedAway):
        wang.sync()
    assert held_rows(wang) == 0
    # That her device was stopped is forgotten too, and nobody else had read the door.
    yesterday.put_back()
    village.settle()
    assert (miao.shown("dwelling", door) or {})["room_label"] == "502"
    assert wang.shown("dwelling", door) is not None
    assert_well(village)


def test_what_is_owed_does_not_stop_the_road_back_of_who_is_a_member_again(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    diary = f"diary:{wang.author.person}"
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    with village.town.service.store.write() as connection:
        revoke(connection, wang.author.device, NINE)
    with pytest.raises(TurnedAway):
        wang.sync()
    yesterday.put_back()
    other = miao.write(new_door)
    miao.sync()
    # She is a member again; before she has handed in what she owes, the server is lost once more.
    wang.sync(Fault.none, Fault.request_lost)
    wang.write(lambda unit: unit.create("diary_entry", diary, {"on": "2026-11-20"}))
    wang.sync(Fault.none, Fault.request_lost)
    assert wang.shown("dwelling", other) is not None
    yesterday.put_back()
    miao.write(new_door)
    village.settle()
    assert (miao.shown("dwelling", door) or {})["room_label"] == "502"
    assert wang.shown("dwelling", door) is not None
    assert_well(village)


def test_what_was_signed_for_on_leaving_is_asked_after_by_who_is_a_member_again(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    village.settle()
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    with village.town.service.store.write() as connection:
        revoke(connection, wang.author.device, NINE)
    offer = wang.read(lambda one: read_offer(one, wang.clock.read()))
    answer = wang.line.leave(offer)
    # What was written while the answer was under way still waits, so nothing is packed up.
    wang.write(new_door)
    wang.desk.replica().accept(offer, answer)
    assert wang.read(lambda one: len(outbox.pending(one, GRID_SCOPE))) == 1
    yesterday.put_back()
    miao.write(new_door)
    miao.sync()
    village.settle()
    assert (miao.shown("dwelling", door) or {})["room_label"] == "502"
    assert_well(village)


def test_who_is_giving_back_when_she_is_removed_hands_in_the_rest_in_the_same_round(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, _ = village.members
    yesterday = Yesterday(village, tmp_path)
    door = wang.write(new_door)
    wang.sync()
    yesterday.put_back()
    wang.sync(Fault.none, Fault.request_lost)
    late = wang.write(new_door)
    take_away(village, "王海示例")
    wang.sync()
    assert held_rows(wang) == 0
    village.settle()
    assert {late, door} <= {row["on_row"] for row in set_aside(miao)} | {
        row["id"] for row in miao.dump()
    }
    assert_well(village)


def test_what_was_packed_up_goes_after_ninety_days(village: Village) -> None:
    wang, *_ = village.members
    wang.write(new_door)
    wang.sync()
    take_away(village, "王海示例")
    wang.sync()
    assert wang.read(leaving.to_leave) != []
    village.town.time.ms += 91 * DAY_MS
    wang.sync()
    wang.sync()
    assert wang.read(leaving.to_leave) == []


def test_a_clock_that_leaps_ages_nothing_that_was_packed_up(village: Village) -> None:
    wang, *_ = village.members
    wang.write(new_door)
    wang.sync()
    take_away(village, "王海示例")
    wang.sync()
    for years in (10, -20):
        wang.clock.wall_ms += years * 365 * DAY_MS
        wang.sync()
        wang.sync()
        assert wang.read(leaving.to_leave) != []


def test_pictures_that_the_server_has_are_let_go_with_the_scope(village: Village) -> None:
    wang, *_ = village.members
    names = {"a" * 64: True, "b" * 64: False}

    def hang(unit: Unit) -> None:
        for name, has_receipt in names.items():
            fields = {"on_kind": "visit", "on_id": "v", "sha256": name, "size": 5}
            rows = {("photo", name[:8]): Stored(GRID_SCOPE, Row(fields))}
            if has_receipt:
                rows["photo_receipt", name[:8]] = Stored(GRID_SCOPE, Row({"proof": "x"}))
            write_rows(unit.connection, rows)
            kept_photos.note_here(unit.connection, name, 5, NINE)

    wang.sync()
    wang.write(hang)
    take_away(village, "王海示例")
    wang.sync()
    assert wang.read(lambda one: kept_photos.old_ones(one, NINE)) == ["a" * 64]
    assert sorted(wang.read(kept_photos.names_here)) == sorted(names)


def test_who_comes_back_reads_everything_again(village: Village) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    take_away(village, "王海示例")
    wang.sync()
    assert wang.shown("dwelling", door) is None
    village.town.assign("王海示例", GRID, "responsible", (None, None))
    miao.write(hint(door, "按铃"))
    village.settle()
    assert shown_hint(wang, door) == "按铃"


def test_her_successor_may_take_over_what_was_set_aside(village: Village) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    take_away(village, "王海示例")
    wang.write(hint(door, "敲窗户"))
    wang.sync()
    miao.sync()

    (row,) = [row["id"] for row in miao.dump() if row["kind"] == "quarantine"]
    miao.write(lambda unit: retry_quarantined(unit, RetryQuarantined(row)))
    miao.sync()
    lin.sync()
    assert shown_hint(lin, door) == "敲窗户"
    assert [one["state"] for one in set_aside(lin)] == ["corrected"]


def test_a_revoked_device_hands_in_what_waits_and_is_told_nothing(village: Village) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    for _ in range(300):
        wang.write(new_door)
    with village.town.service.store.write() as connection:
        revoke(connection, wang.author.device, NINE)
    miao.write(hint(door, "按铃"))
    miao.sync()
    with pytest.raises(TurnedAway):
        wang.sync()
    assert wang.read(outbox.count) == 0
    assert held_rows(wang) == 0
    assert wang.read(scopes.all_stands) == []
    miao.sync()
    reasons = [row["reason"] for row in set_aside(miao)]
    assert reasons == ["device_revoked"] * 300
    with pytest.raises(TurnedAway):
        wang.sync()
    assert_well(village)


def test_a_stranger_who_names_a_scope_is_told_nothing_and_leaves_nothing(village: Village) -> None:
    wang, miao, _ = village.members
    village.town.assign("王海示例", f"{GRID[:-1]}2", "responsible", (None, None))
    wang.sync()

    # miao never served the other grid; she names it all the same.
    def pretend(unit: Unit) -> None:
        scopes.join(unit.connection, ["grid:" + GRID[:-1] + "2"], ["x"])
        unit.create("dwelling", "grid:" + GRID[:-1] + "2", {"room_label": "502"})

    miao.write(pretend)
    miao.sync()
    assert village.town.facts("grid:" + GRID[:-1] + "2") == []
    assert miao.read(outbox.count) > 0
