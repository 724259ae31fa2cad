"""What sync could not settle alone: conflicts to choose, changes that were not taken."""

from __future__ import annotations

import pytest

from tests.cli.homes import SECRETARY, Console, seed
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
