"""A page of the file is broken by hand; the console mends it, says so, and loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.homes import Console

PAGE = 4096


def break_page(home: Path, number: int) -> None:
    """Change one byte in the middle of a page."""
    file = home / "field.db"
    content = bytearray(file.read_bytes())
    content[number * PAGE - 2_000] ^= 0xFF
    file.write_bytes(content)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_doctor_mends_a_broken_page_and_is_well_after(console: Console, number: int) -> None:
    before = console.run("dump").out
    console.run("doctor")
    break_page(console.path, number)
    console.run("doctor")
    found = console.run("doctor", "--json").document["findings"]
    assert [one for one in found if not one["is_well"]] == []
    told = {one["check"]: one for one in found}
    assert "已经修好" in told["rebuilt"]["sentence"]
    assert console.run("dump").out == before
    assert list(console.path.glob("field.db.damaged-*"))
