"""The committed schemas of the console's documents are current, and so is the table of commands."""

from __future__ import annotations

from scripts import schemas


def test_the_committed_schemas_are_those_of_the_code() -> None:
    committed = {path.name: path.read_text("utf-8") for path in schemas.FOLDER.glob("*.json")}
    assert committed == schemas.schemas()


def test_the_table_of_commands_is_that_of_the_code() -> None:
    assert schemas.PAGE.read_text("utf-8") == schemas.page()
