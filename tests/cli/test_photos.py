"""Photographs from the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.homes import Console
from tests.photos.pictures import picture_file


@pytest.fixture
def visit(console: Console) -> str:
    """A knock at a door of the console's grid."""
    console.id("building", "add", "1", "--floors", "2", "--doors", "2")
    return console.id("visit", "1-101", "--outcome", "met")


def test_a_photograph_is_added_listed_saved_and_taken_back(
    console: Console, visit: str, tmp_path: Path
) -> None:
    added = console.json("photo", "add", "visit", visit, str(picture_file(tmp_path)))
    assert (added["state"], added["on"], added["is_here"]) == ("saved", visit, True)
    listed = console.json("photo", "list", "visit", visit)
    assert (listed["waiting"], [row["id"] for row in listed["rows"]]) == (1, [added["id"]])
    copy = tmp_path / "copy.jpg"
    saved = console.json("photo", "save", added["id"], str(copy))
    assert saved["bytes"] == copy.stat().st_size == added["size"]
    console.json("photo", "undo", added["id"])
    assert console.json("photo", "list")["rows"] == []


def test_the_original_can_be_had_back_while_it_is_here(
    console: Console, visit: str, tmp_path: Path
) -> None:
    file = picture_file(tmp_path)
    added = console.id("photo", "add", "visit", visit, str(file))
    copy = tmp_path / "copy.jpg"
    console.json("photo", "save", added, str(copy), "--original")
    assert copy.read_bytes() == file.read_bytes()


def test_status_counts_photographs_apart(console: Console, visit: str, tmp_path: Path) -> None:
    console.json("photo", "add", "visit", visit, str(picture_file(tmp_path)))
    told = console.json("status")
    assert (told["photos_waiting"], told["photos_received"], told["is_proven"]) == (1, 0, False)
    assert "照片 0/1" in console.run("status").out


@pytest.mark.parametrize(
    ("kind", "file", "code"),
    [("visit", "gone.jpg", 2), ("household", "a.jpg", 2), ("visit", "empty.jpg", 2)],
)
def test_what_cannot_be_added_is_wrong_input(
    console: Console, visit: str, tmp_path: Path, kind: str, file: str, code: int
) -> None:
    (tmp_path / "empty.jpg").touch()
    picture_file(tmp_path).rename(tmp_path / "a.jpg")
    said = console.run("photo", "add", kind, visit, str(tmp_path / file), "--json")
    assert said.code == code
    assert "error" in said.document


def test_clearing_keeps_what_only_this_device_has(
    console: Console, visit: str, tmp_path: Path
) -> None:
    console.json("photo", "add", "visit", visit, str(picture_file(tmp_path)))
    assert console.json("photo", "clear")["count"] == 0
    assert console.json("photo", "list")["rows"][0]["is_here"]
