"""A roster in: looked at, imported, answered, imported again, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.homes import Console
from tests.roster.books import HEAD, HEADER, WIFE, write_book

REAL = Path(__file__).parent.parent / "files" / "roster-libreoffice.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> str:
    """Give a roster of one household of two."""
    return str(write_book(tmp_path / "名单.xlsx", [HEADER, HEAD, WIFE]))


def people(console: Console) -> list[str]:
    """List the names of the residents that are there."""
    return [
        row["fields"]["name"]
        for row in console.json("dump")["rows"]
        if row["kind"] == "resident" and not row["fields"].get("archived")
    ]


def test_a_dry_run_tells_each_rows_fate_and_writes_nothing(console: Console, book: str) -> None:
    document = console.json("import-roster", book, "--dry-run")
    assert document["is_dry_run"] is True
    assert document["act"] is None
    assert [row["fate"] for row in document["rows"]] == ["new", "new"]
    assert people(console) == []
    assert console.json("status")["outbox"] == 0


def test_a_roster_is_imported_under_one_act_and_undone_whole(console: Console, book: str) -> None:
    act = console.json("import-roster", book)["act"]
    assert sorted(people(console)) == ["唐桂兰", "魏淑珍"]
    assert console.json("import-undo", act)["left"] == []
    assert people(console) == []


def test_the_same_roster_once_more_writes_nothing(console: Console, book: str) -> None:
    console.json("import-roster", book)
    again = console.json("import-roster", book)
    assert (again["act"], again["counts"]["same"]) == (None, 2)


def test_doubtful_rows_stay_out_until_an_answers_file_decides(
    console: Console, tmp_path: Path
) -> None:
    seen = console.json("import-roster", str(REAL), "--dry-run")
    assert seen["counts"]["doubtful"] > 0
    assert all(question["options"] for question in seen["questions"])
    before = seen["created"]["resident"]
    answers = tmp_path / "answers.json"
    decided = {one["id"]: one["options"][0]["key"] for one in seen["questions"]}
    answers.write_text(json.dumps({"version": 1, "answers": decided}), "utf-8")
    done = console.json("import-roster", str(REAL), "--answers", str(answers))
    assert done["created"]["resident"] > before
    assert done["act"]


def test_the_guessed_columns_are_written_to_a_file_that_can_be_used(
    console: Console, book: str, tmp_path: Path
) -> None:
    file = tmp_path / "map.json"
    guessed = console.json("import-roster", book, "--dry-run", "--write-map", str(file))
    given = console.json("import-roster", book, "--dry-run", "--map", str(file))
    fields = [[column["field"] for column in one["columns"]] for one in (guessed, given)]
    assert fields[0] == fields[1]
    assert console.run("import-roster", book, "--dry-run", "--write-map", str(file)).code == 2


def test_what_was_read_is_told_in_plain_lines(console: Console, book: str) -> None:
    said = console.run("import-roster", book)
    assert "姓名 → name" in said.out
    assert "新的 2 行" in said.out
    assert "import-undo" in said.out


def test_what_looks_wrong_in_a_new_row_is_told_with_its_cell(
    console: Console, tmp_path: Path
) -> None:
    odd = (*WIFE[:5], "12012345678", WIFE[6])
    file = str(write_book(tmp_path / "名单.xlsx", [HEADER, HEAD, odd]))
    seen = console.json("import-roster", file, "--dry-run")["rows"][1]
    assert seen["fate"] == "new"
    (line,) = (
        line
        for line in console.run("import-roster", file, "--dry-run").out.splitlines()
        if "F3 号码开头不像手机号" in line
    )
    assert line.startswith("  新的  ")
    assert seen["row"] in line
    assert all(note in line for note in seen["notes"])


@pytest.mark.parametrize("option", ["--map", "--answers"])
def test_a_file_beside_that_is_no_json_is_wrong_input(
    console: Console, book: str, tmp_path: Path, option: str
) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{", "utf-8")
    assert console.run("import-roster", book, option, str(file)).code == 2
    assert console.run("import-roster", book, option, str(tmp_path / "none")).code == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_roster_is_wrong_input_told_in_a_sentence(
    console: Console, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(content)
    said = console.run("import-roster", str(file), "--json")
    assert said.code == 2
    assert said.document["sentence"]


def test_a_roster_that_is_not_there_is_wrong_input(console: Console, tmp_path: Path) -> None:
    assert console.run("import-roster", str(tmp_path / "none.xlsx")).code == 2
