"""Conflicts: each decision is one change, and each can be turned back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.conflicts import ConflictQuery, ConflictsQuery
from fieldapp.queries.marks import SyncMark, SyncMarksQuery
from fieldapp.services.conflicts import (
    KeepBoth,
    KeepConflict,
    RestoreConflict,
    UndoConflict,
)
from fieldapp.services.fields import SetFields
from tests.devices import NINE, WORKER, Device

MINE, THEIRS, BASE = "门铃坏了，敲窗户", "门铃修好了，按铃", "门铃坏了，敲门"


def side(value: str, actor: str, device: str = "elsewhere") -> Mapping[str, object]:
    """Write one side of a conflict as the server does."""
    return {"value": value, "actor": actor, "device": device, "at_ms": NINE, "good": True}


@pytest.fixture
def town(device: Device) -> Device:
    """Give a device on which two wrote different access notes at one door; its own is in use."""
    device.seed("staff", WORKER, {"name": "王海示例", "role": "worker"})
    device.seed(
        "staff", "worker-zhao", {"name": "赵示例", "role": "worker", "phone": "10000000001"}
    )
    device.seed("building", "b4", {"label": "4"})
    dwelling = {"building_id": "b4", "room_label": "1101", "access_note": MINE}
    device.seed("dwelling", "d1", dwelling)
    device.seed("resident", "p1", {"name": "常福寿", "residence_type": "usual_local"})
    device.seed("household", "h1", {"dwelling_id": "d1", "head_id": "p1"})
    conflict = {
        "on_entity": "dwelling",
        "on_row": "d1",
        "on_field": "access_note",
        "base": {"value": BASE},
        "kept": side(MINE, WORKER, "device-1"),
        "other": side(THEIRS, "worker-zhao"),
        "rule": "incumbent",
        "state": "open",
    }
    device.seed("conflict", "c1", conflict)
    return device


def test_a_decision_that_waits_shows_on_the_record_it_was_about(town: Device) -> None:
    door = ("dwelling", "d1")
    assert town.ask(SyncMarksQuery((door,)))[door] is SyncMark.entered
    town.do(RestoreConflict("c1", "other"))
    assert town.ask(SyncMarksQuery((door,)))[door] is SyncMark.saved


def test_the_cards_are_mine_theirs_and_what_was_before(town: Device) -> None:
    card = town.ask(ConflictQuery("c1"))
    assert [one.title for one in card.sides] == ["我的", "对方的", "原来的"]
    assert [one.text for one in card.sides] == [MINE, THEIRS, BASE]
    assert (card.title, card.place) == ("敲门提示，两个人写得不一样", "4-1101 常福寿")
    assert card.sides[card.in_use].title == "我的"
    assert (card.other_name, card.other_phone) == ("赵示例", "10000000001")


def test_a_secretary_reads_that_one_person_wrote_on_two_tablets(town: Device) -> None:
    sides = {"kept": side(MINE, "worker-zhao", "a"), "other": side(THEIRS, "worker-zhao", "b")}
    where = {"on_entity": "dwelling", "on_row": "d1", "on_field": "access_note", "state": "open"}
    town.seed("conflict", "c2", {**sides, **where, "base": {"value": BASE}, "rule": "incumbent"})
    assert town.ask(ConflictQuery("c2")).title == "敲门提示，两台平板上写得不一样"


def test_the_other_value_is_used_by_one_change(town: Device) -> None:
    town.do(RestoreConflict("c1"))
    (change,) = town.changes()
    assert change.kind == "resolve"
    assert town.read("dwelling", "d1")["access_note"] == THEIRS
    assert town.ask(ConflictsQuery()).open == ()


def test_what_was_before_is_used(town: Device) -> None:
    town.do(RestoreConflict("c1", side="base"))
    assert town.read("dwelling", "d1")["access_note"] == BASE


def test_own_words_are_used(town: Device) -> None:
    town.do(RestoreConflict("c1", value="先打电话"))
    card = town.ask(ConflictQuery("c1"))
    assert (card.value_in_use, card.in_use) == ("先打电话", -1)


def test_keeping_changes_no_field(town: Device) -> None:
    town.do(KeepConflict("c1"))
    (change,) = town.changes()
    assert set(change.fields) == {"state"}


def test_a_decision_is_turned_back_with_the_value(town: Device) -> None:
    town.do(RestoreConflict("c1"))
    town.do(UndoConflict("c1"))
    assert town.read("dwelling", "d1")["access_note"] == MINE
    assert [card.id for card in town.ask(ConflictsQuery()).open] == ["c1"]


def test_a_decision_can_be_turned_back_for_a_week(town: Device) -> None:
    town.do(KeepConflict("c1"))
    card = town.ask(ConflictsQuery()).decided[0]
    assert card.undo_until is not None
    assert card.undo_until.isoformat() == "2026-11-27"
    assert card.decided_by == "王海示例"


def test_what_is_decided_is_not_decided_twice(town: Device) -> None:
    town.do(KeepConflict("c1"))
    with pytest.raises(Refused, match="decided-already"):
        town.do(RestoreConflict("c1"))


def test_what_is_open_is_not_turned_back(town: Device) -> None:
    with pytest.raises(Refused, match="not-decided"):
        town.do(UndoConflict("c1"))


def test_a_decision_whose_value_was_changed_by_another_is_not_turned_back(town: Device) -> None:
    town.do(RestoreConflict("c1"))
    town.clock.wall_ms += 60_000
    town.seed("dwelling", "d1", {**town.read("dwelling", "d1"), "access_note": "换了门"})
    with pytest.raises(Refused, match="changed-since"):
        town.do(UndoConflict("c1"))


def test_what_can_only_be_one_is_not_kept_twice(town: Device) -> None:
    with pytest.raises(Refused, match="only-one"):
        town.do(KeepBoth("c1"))


def test_both_texts_of_a_note_are_kept(town: Device) -> None:
    record = town.read("conflict", "c1")
    note = {**record, "on_entity": "household", "on_row": "h1", "on_field": "note"}
    town.seed("conflict", "c2", note)
    town.do(KeepBoth("c2"))
    assert town.read("conflict", "c2")["state"] == "both"


def test_the_row_stays_usable_while_in_conflict(town: Device) -> None:
    town.do(SetFields("dwelling", "d1", {"access_note": "先打电话"}))
    assert town.ask(ConflictQuery("c1")).value_in_use == "先打电话"


def test_between_two_others_the_cards_carry_their_names(town: Device) -> None:
    town.desk.author = type(town.desk.author)("secretary-lin", "device-9")
    titles = [one.title for one in town.ask(ConflictQuery("c1")).sides]
    assert titles == ["王海示例的", "赵示例的", "原来的"]


def test_two_visits_of_one_day_are_told_as_one_household(town: Device) -> None:
    for number, author in enumerate((WORKER, "worker-zhao")):
        fields = {"dwelling_id": "d1", "household_id": "h1", "mode": "door", "outcome": "met"}
        at_ms = NINE + number * 2_100_000
        town.seed("visit", f"v{number}", {**fields, "at_ms": at_ms, "author": author})
    (row,) = town.ask(ConflictsQuery()).merged
    assert row.text == "4-1101 常福寿，今天 09:00 和 09:35 都留着，只算一户"
