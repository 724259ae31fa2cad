"""Rare roads, told as stories: clones, resets, snapshots, wrong clocks, poison in a group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

import server.exchange
from fieldapp.store import outbox, scopes
from fieldapp.store.unit import Unit
from sync.protocol import Edit, Value
from tests.laws.village import (
    Fault,
    Member,
    Village,
    check_equal,
    check_everything,
    make_village,
)
from tests.server.town import GRID_SCOPE

DAY_MS = 86_400_000


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


def shown_hint(member: Member, door: str) -> Value:
    """Read a door's hint on one device."""
    return (member.shown("dwelling", door) or {}).get("access_note")


def everywhere(village: Village, door: str) -> list[Value]:
    """Read a door's hint on every device."""
    return [shown_hint(member, door) for member in village.members]


def finish(village: Village) -> None:
    """Let all become level, and check every law."""
    village.settle()
    check_everything(village)
    check_equal(village)


def conflicts(member: Member) -> list[dict[str, Any]]:
    """List the conflict records that a device holds."""
    return [row["fields"] for row in member.dump() if row["kind"] == "conflict"]


def test_two_edits_of_one_field_make_one_conflict_that_holds_both(village: Village) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    wang.write(hint(door, "敲窗户"))
    miao.write(hint(door, "按铃"))
    wang.sync()
    finish(village)
    (record,) = conflicts(miao)
    assert everywhere(village, door) == ["敲窗户"] * 3
    assert (record["kept"]["value"], record["other"]["value"]) == ("敲窗户", "按铃")


def test_a_decision_is_one_change_and_can_itself_be_undone(village: Village) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    wang.write(hint(door, "敲窗户"))
    miao.write(hint(door, "按铃"))
    finish(village)
    (record,) = [row for row in lin.dump() if row["kind"] == "conflict"]
    lin.write(
        lambda unit: unit.resolve(record["id"], "open", "restored", Edit(old="敲窗户", new="按铃"))
    )
    assert shown_hint(lin, door) == "按铃"
    finish(village)
    assert everywhere(village, door) == ["按铃"] * 3
    wang.write(
        lambda unit: unit.resolve(record["id"], "restored", "open", Edit(old="按铃", new="敲窗户"))
    )
    finish(village)
    assert everywhere(village, door) == ["敲窗户"] * 3


def test_of_two_decisions_the_second_changes_nothing(village: Village) -> None:
    wang, miao, lin = village.members
    door = wang.write(new_door)
    village.settle()
    wang.write(hint(door, "敲窗户"))
    miao.write(hint(door, "按铃"))
    finish(village)
    (record,) = [row for row in lin.dump() if row["kind"] == "conflict"]
    lin.write(lambda unit: unit.resolve(record["id"], "open", "kept", None))
    miao.write(
        lambda unit: unit.resolve(record["id"], "open", "restored", Edit(old="敲窗户", new="按铃"))
    )
    lin.sync()
    finish(village)
    assert everywhere(village, door) == ["敲窗户"] * 3


def test_a_clone_takes_a_new_stream_and_nothing_is_doubled_or_dropped(village: Village) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    before = wang.read(lambda connection: scopes.stand(connection, GRID_SCOPE))
    assert before is not None
    # A copy of the home continues the same stream: here the other device plays the copy.
    miao.write(lambda unit: _take_stream(unit.connection, before.incarnation, wang))
    wang.write(hint(door, "敲窗户"))
    miao.write(new_door)
    wang.sync()
    finish(village)
    after = miao.read(lambda connection: scopes.stand(connection, GRID_SCOPE))
    assert after is not None
    assert after.incarnation != before.incarnation
    assert len([row for row in wang.dump() if row["kind"] == "dwelling"]) == 2


def _take_stream(connection: Connection, incarnation: str, source: Member) -> None:
    def end(one: Connection) -> tuple[int, str]:
        return outbox._end(one, GRID_SCOPE)

    n, last = source.read(end)
    scopes.change(connection, GRID_SCOPE, incarnation=incarnation, last_n=n, last_id=last)


def test_a_late_device_takes_a_snapshot_and_offers_its_outbox_again(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, miao, _ = village.members
    doors = [wang.write(new_door) for _ in range(12)]
    village.settle()
    monkeypatch.setattr(server.exchange, "SNAPSHOT_FROM", 5)
    miao.write(hint(doors[0], "按铃"))
    # The push arrives, its answer is lost, and then the device loses its place.
    miao.sync(Fault.answer_lost)
    miao.write(lambda unit: scopes.change(unit.connection, GRID_SCOPE, is_resetting=True))
    wang.write(hint(doors[0], "敲窗户"))
    finish(village)
    assert len([row for row in miao.dump() if row["kind"] == "dwelling"]) == 12
    assert len(conflicts(miao)) == 1


def test_a_clock_off_by_ten_years_changes_nothing_but_what_it_shows(village: Village) -> None:
    wang, miao, _ = village.members
    door = wang.write(new_door)
    village.settle()
    miao.clock.wall_ms -= 3650 * DAY_MS
    wang.clock.wall_ms += 3650 * DAY_MS
    miao.write(hint(door, "按铃"))
    miao.write(new_door)
    wang.write(lambda unit: unit.patch("dwelling", door, {"landmark": "老槐树西"}))
    finish(village)
    assert conflicts(wang) == []
    assert everywhere(village, door) == ["按铃"] * 3


def test_poison_in_a_group_sets_the_whole_group_aside_and_delays_nobody(village: Village) -> None:
    wang, _, lin = village.members

    def poisoned(unit: Unit) -> None:
        with unit.group():
            home = unit.create("household", GRID_SCOPE, {"dwelling_id": unit.new_id()})
            person = unit.create(
                "resident", GRID_SCOPE, {"name": "示例", "residence_type": "usual_local"}
            )
            unit.create("member", GRID_SCOPE, {"household_id": home, "resident_id": person})

    wang.write(poisoned)
    door = wang.write(new_door)
    finish(village)
    aside_rows = [row for row in lin.dump() if row["kind"] == "quarantine"]
    assert len(aside_rows) == 3
    assert lin.shown("dwelling", door) is not None
    assert [row for row in lin.dump() if row["kind"] in ("household", "resident", "member")] == []


def test_prose_from_two_devices_is_merged_by_sentence(village: Village) -> None:
    wang, miao, lin = village.members

    def person(unit: Unit) -> str:
        fields = {"name": "高玉芬", "residence_type": "usual_local", "note": "腿脚不便。一个人住。"}
        return unit.create("resident", GRID_SCOPE, fields)

    id_ = wang.write(person)
    village.settle()
    wang.write(lambda unit: unit.patch("resident", id_, {"note": "腿脚不便，拄拐。一个人住。"}))
    miao.write(
        lambda unit: unit.patch("resident", id_, {"note": "腿脚不便。一个人住。女儿周末来。"})
    )
    finish(village)
    assert (lin.shown("resident", id_) or {})["note"] == "腿脚不便，拄拐。一个人住。女儿周末来。"


def test_a_tag_added_while_another_device_removes_it_stays(village: Village) -> None:
    wang, miao, lin = village.members

    def person(unit: Unit) -> str:
        fields = {"name": "高玉芬", "residence_type": "usual_local"}
        return unit.create("resident", GRID_SCOPE, fields)

    id_ = wang.write(person)
    (dot,) = wang.write(lambda unit: unit.add_to_set("resident", id_, "tags", [{"code": "ALONE"}]))
    village.settle()
    miao.write(lambda unit: unit.remove_from_set("resident", id_, "tags", [dot]))
    wang.write(lambda unit: unit.add_to_set("resident", id_, "tags", [{"code": "ALONE"}]))
    finish(village)
    assert len((lin.shown("resident", id_) or {})["tags"]["dots"]) == 1
