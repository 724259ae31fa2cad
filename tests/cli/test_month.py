"""The command `month`: one page, told or written by the real program without a display."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.homes import Console
from tests.cli.test_program import run


def test_the_page_is_told_with_its_counts(console: Console) -> None:
    shown = console.json("month", "--month", "2026-11")
    assert (shown["month"], shown["place"], shown["file"]) == ("2026-11", "杏林社区第三网格", None)


def test_the_program_writes_the_pdf_where_there_is_no_display(
    console: Console, tmp_path: Path
) -> None:
    target = tmp_path / "m.pdf"
    said = run(console.path, "month", "--pdf", str(target), "--say", "灯修好了", "--json")
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout)["said"] == ["灯修好了"]
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_file_that_is_there_is_not_written_over(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "m.pdf"
    target.write_text("mine")
    said = run(console.path, "month", "--pdf", str(target))
    assert said.returncode == 2
    assert target.read_text() == "mine"


def test_where_nothing_can_be_written_it_ends_with_three(console: Console, tmp_path: Path) -> None:
    said = run(console.path, "month", "--pdf", str(tmp_path / "missing" / "m.pdf"))
    assert said.returncode == 3
    assert "换个位置再存".encode() in said.stderr
