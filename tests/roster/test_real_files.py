"""Rosters that office programs saved: read alike whoever wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.errors import Refused
from fieldapp.roster.answers import Answers
from fieldapp.roster.fates import Fate
from fieldapp.roster.read import read_table
from tests.roster.books import codes, judged

FILES = Path(__file__).parent.parent / "files"
BOOKS = ["roster-openpyxl.xlsx", "roster-libreoffice.xlsx"]


@pytest.mark.parametrize("name", BOOKS)
def test_a_saved_roster_is_read_with_all_its_traps(name: str) -> None:
    found = judged(read_table(FILES / name))
    shown = {row.who or row.reason: (row.fate, row.where) for row in found.rows}
    assert shown["魏淑珍"] == (Fate.NEW, "杏林家园 3-2-501")
    assert shown["吕小禾"] == (Fate.NEW, "杏林家园 3-2-502")
    assert shown["石满仓"] == (Fate.DOUBTFUL, "杏林家园 3-2-601")
    assert shown["阿依努尔·吐尔逊江"] == (Fate.NEW, "杏林家园 3-1-102")
    assert shown["王芳"] == (Fate.NEW, "杏林家园 3-1-201")
    assert shown["这是合计行，不是一个人"][0] is Fate.REFUSED
    assert "张某" not in shown, "its row is hidden"
    assert "不该读到" not in shown, "its sheet is hidden"


@pytest.mark.parametrize("name", BOOKS)
def test_the_date_of_a_formatted_cell_is_the_day(name: str) -> None:
    found = judged(read_table(FILES / name))
    first = found.rows[0].reading.person or {}
    assert (first["name"], first["birth_date"]) == ("魏淑珍", "1942-03-17")


@pytest.mark.parametrize("name", BOOKS)
def test_a_number_that_lost_its_end_is_refused_with_its_cell(name: str) -> None:
    found = judged(read_table(FILES / name))
    row = next(row for row in found.rows if row.who == "王芳")
    assert [f.cell for f in row.findings if f.finding.code == "B06"] == ["E13"]


@pytest.mark.parametrize("name", BOOKS)
def test_what_the_file_hides_is_told(name: str) -> None:
    told = [f.code for f in judged(read_table(FILES / name)).findings]
    assert told.count("B59") == 4
    assert "B67" in told


def test_both_programs_lead_to_the_same_plan() -> None:
    answers = {"B05@*": "to18", "B42@*": "keep", "B29@*": "杏林家园"}
    plans = [judged(read_table(FILES / name), answers=answers).plan for name in BOOKS]
    assert plans[0] == plans[1]
    assert plans[0].count("resident") == 12


def test_a_text_table_of_an_office_program_is_read() -> None:
    book = read_table(FILES / "roster-gb18030.csv")
    assert book.encoding == "GB18030"
    found = judged(book).answered(Answers({"B57@*": "same"}))
    shown = {row.who: row for row in found.rows}
    assert shown["吕小禾"].where == "3-2-502"
    assert shown["岳𬭎"].fate is Fate.NEW
    assert "B48" in codes(shown["魏淑珍"])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("roster-libreoffice.xls", "roster-xls"),
        ("roster-libreoffice.ods", "roster-ods"),
        ("roster-is-html.xlsx", "roster-html"),
        ("roster-password.xlsx", "roster-password"),
    ],
)
def test_other_kinds_are_refused_by_name(name: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_table(FILES / name)
