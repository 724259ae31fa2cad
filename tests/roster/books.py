"""Roster files for tests: written with openpyxl or as text, read back through the front door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from fieldapp.roster.answers import Answers
from fieldapp.roster.fates import JudgedRow
from fieldapp.roster.known import Known
from fieldapp.roster.mapping import Mapping as RosterMapping
from fieldapp.roster.mapping import guess_mapping
from fieldapp.roster.preview import Preview, preview
from fieldapp.roster.read import read_table
from fieldapp.roster.sheets import Workbook

TODAY = date(2026, 11, 20)
HEADER = ("姓名", "证件号码", "性别", "出生日期", "与户主关系", "联系电话", "住址")
HEAD = (
    "魏淑珍",
    "560102194203170241",
    "女",
    "1942-03-17",
    "户主",
    "10012345678",
    "杏林家园3-2-501",
)
WIFE = ("唐桂兰", "560102193802280624", "女", "1938-02-28", "母亲", "", "杏林家园3-2-501")


def write_book(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "名单",
    shape: Callable[[Worksheet], None] | None = None,
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    is_1904: bool = False,
) -> Path:
    """Write rows to an .xlsx; `shape` merges and hides, `more` are further sheets."""
    book = Book()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = sheet
    for name, content in {sheet: rows, **(more or {})}.items():
        page = first if name == sheet else book.create_sheet(name)
        for row in content:
            page.append(list(row))
    if shape is not None:
        shape(first)
    if is_1904:
        book.epoch = _epoch_1904()
    book.save(path)
    return path


def _epoch_1904() -> Any:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    return CALENDAR_MAC_1904


def person(**said: Any) -> list[Any]:
    """Write one row under the usual header."""
    names = ("name", "id_no", "sex", "birth", "relation", "phone", "address")
    usual = {"name": "甲某某", "address": "杏林家园3-2-501"}
    return [({**usual, **said}).get(name, "") for name in names]


def book_of(tmp_path: Path, *rows: Sequence[Any], **shape: Any) -> Workbook:
    """Write rows under the usual header and read them."""
    return read_table(write_book(tmp_path / "名册.xlsx", [HEADER, *rows], **shape))


def judged(
    book: Workbook,
    known: Known | None = None,
    answers: Mapping[str, Any] | None = None,
    mapping: RosterMapping | None = None,
) -> Preview:
    """Preview a book on the usual day."""
    return preview(
        book, mapping or guess_mapping(book), known or Known(), TODAY, Answers(answers or {})
    )


def only_row(found: Preview) -> JudgedRow:
    """Give the one row of a preview."""
    (row,) = found.rows
    return row


def codes(row: JudgedRow) -> list[str]:
    """List the codes of a row's findings."""
    return [f.finding.code for f in row.findings]
