"""What sync could not settle alone: conflicts to choose, changes that were not taken."""

from __future__ import annotations

import pytest

from fieldapp.store import outbox
from sync.codec import derived_id
from tests.cli.homes import SECRETARY, Console, opened_home, seed
from tests.devices import GRID_SCOPE, NINE, WORKER


@pytest.fixture
def clash(console: Console) -> Console:
    """Give a console over a door whose access note two people wrote differently."""
    console.run("building", "add", "乙1", "--floors", "6", "--doors", "2", "--unit", "3")
    rows = console.json("dump", "--scope", GRID_SCOPE)["rows"]
    door = next(row["id"] for row in rows if row["kind"] == "dwelling")
    console.json("set", "dwelling", door, "access_note=敲窗")
    conflict = {
        "on_entity": "dwelling",
        "on_row": door,
        "on_field": "access_note",
        "base": {"value": None},
        "kept": side("敲窗", WORKER),
        "other": side("有狗", SECRETARY),
        "rule": "incumbent",
        "state": "open",
    }
    seed(console.path, {"conflict": {"conflict-1": conflict}})
    return console


def side(value: object, actor: str) -> dict[str, object]:
    """Make one side of a conflict."""
    return {"value": value, "actor": actor, "device": "device-9", "at_ms": NINE, "good": True}


def note(console: Console) -> str:
    """Read the access note in use."""
    notes = [
        row["fields"].get("access_note")
        for row in console.json("dump", "--scope", GRID_SCOPE)["rows"]
        if row["kind"] == "dwelling"
    ]
    return next(str(one) for one in notes if one)


def test_conflicts_are_listed_without_a_word_more(clash: Console) -> None:
    assert clash.json("conflicts") == clash.json("conflicts", "list")
    assert clash.json("conflicts")["open"][0]["id"] == "conflict-1"


def test_the_other_side_is_restored_and_taken_back(clash: Console) -> None:
    clash.json("conflicts", "restore", "conflict-1")
    assert note(clash) == "有狗"
    assert clash.json("conflicts")["count"] == 0
    clash.json("conflicts", "undo", "conflict-1")
    assert note(clash) == "敲窗"
    assert clash.json("conflicts")["count"] == 1


def test_a_decision_is_the_last_step_and_is_undone_as_such(clash: Console) -> None:
    clash.json("conflicts", "restore", "conflict-1")
    undone = clash.json("undo")
    assert (undone["undone"], undone["what"].startswith("选用")) == (1, True)
    assert note(clash) == "敲窗"
    assert clash.json("conflicts")["count"] == 1
    assert "改了" in clash.json("undo")["what"]


def test_a_decision_turned_back_is_no_step_any_more(clash: Console) -> None:
    clash.json("conflicts", "keep", "conflict-1")
    clash.json("conflicts", "undo", "conflict-1")
    assert "改了" in clash.json("undo")["what"]
    assert clash.json("conflicts")["count"] == 1


def test_turning_a_decision_back_is_told_in_its_own_words(clash: Console) -> None:
    assert "conflicts undo" in clash.run("conflicts", "keep", "conflict-1").out
    assert "改回没选的样子" in clash.run("conflicts", "undo", "conflict-1").out


def test_the_side_in_use_is_kept(clash: Console) -> None:
    clash.json("conflicts", "keep", "conflict-1")
    assert note(clash) == "敲窗"
    assert clash.json("status")["conflicts"] == 0


def test_a_conflict_that_is_not_there_is_wrong_input(clash: Console) -> None:
    assert clash.run("conflicts", "keep", "conflict-9").code == 2


def test_nothing_to_choose_and_nothing_set_aside_is_told_in_words(console: Console) -> None:
    assert console.run("conflicts").out == "没有要你选的。\n"
    assert console.run("quarantine").out == "都收下了。\n"
    assert console.json("quarantine", "list")["count"] == 0


@pytest.fixture
def set_aside(console: Console) -> Console:
    """Give a console over a visit that the community did not take."""
    console.run("building", "add", "乙1", "--floors", "6", "--doors", "2", "--unit", "3")
    visit = console.id("visit", "乙1-3-502", "--outcome", "met", "--note", "水管")
    with opened_home(console.path) as session:
        pending = session.thread.run(lambda one: outbox.pending(one, GRID_SCOPE), write=False)
    entry = next(one for one in pending if one.row == visit)
    row = {
        "reason": "parent_missing",
        "state": "waiting",
        "author": WORKER,
        "on_entity": "visit",
        "on_row": visit,
        "change": entry.body,
    }
    seed(console.path, {"quarantine": {derived_id("quarantine", entry.id): row}})
    return console


def test_what_was_set_aside_is_told_with_its_reason_and_sent_again_corrected(
    set_aside: Console,
) -> None:
    (row,) = set_aside.json("quarantine")["rows"]
    assert (row["kind_word"], row["is_retried"]) == ("敲门", False)
    assert row["id"] in set_aside.run("quarantine", "list").out
    assert set_aside.json("quarantine", "retry", row["id"], "note=水管滴水")["count"] == 1
    assert set_aside.run("quarantine", "retry", row["id"]).code == 4
    assert set_aside.json("quarantine")["rows"][0]["is_retried"] is True


def test_that_a_record_was_erased_is_listed_until_it_was_seen(console: Console) -> None:
    row = {"reason": "purged", "state": "waiting", "author": WORKER}
    seed(console.path, {"quarantine": {"erased": row}})
    assert console.json("quarantine")["rows"][0]["can_go"] is True
    assert console.json("quarantine", "seen", "erased")["id"] == "erased"
    assert console.json("quarantine")["count"] == 0


def twice(console: Console) -> tuple[str, str]:
    """Write one woman down twice; gives both ids, the older first."""
    usual = ("--residence", "usual_local", "--birth", "1936-11-11")
    first = console.id("resident", "add", "高玉芬", *usual)
    return first, console.id("resident", "add", "高玉芬", *usual, "--speaks", "东北话")


def test_one_written_twice_is_merged_and_taken_apart(console: Console) -> None:
    first, second = twice(console)
    listed = console.json("resident", "duplicates")
    assert (listed["count"], listed["pairs"][0]["why"]) == (1, "姓名和生日一样")
    assert second in console.run("resident", "duplicates").out
    assert console.json("resident", "merge", second, first)["id"] == first
    (merged,) = console.json("resident", "duplicates")["merged"]
    assert merged["other"]["id"] == second
    console.json("resident", "split", second)
    assert console.json("resident", "duplicates")["count"] == 1
    assert console.run("resident", "split", second).code == 2


def test_two_who_are_two_are_said_to_be(console: Console) -> None:
    first, second = twice(console)
    console.json("resident", "distinct", first, second)
    assert console.run("resident", "duplicates").out == "没有像是记了两遍的。\n"
    console.json("resident", "distinct", first, second, "--undo")
    assert console.json("resident", "duplicates")["count"] == 1


def test_own_words_settle_a_clash(clash: Console) -> None:
    clash.json("conflicts", "restore", "conflict-1", "--words", "先打电话")
    assert note(clash) == "先打电话"
