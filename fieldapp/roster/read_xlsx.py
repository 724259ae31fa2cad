"""Reading .xlsx: values at speed, marks of hidden, merged and broken cells beside them."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from fieldapp.domain.findings import Finding, warn
from fieldapp.roster.limits import (
    MAX_RATIO,
    MAX_SHEETS,
    MAX_UNPACKED_BYTES,
    cannot_read,
)
from fieldapp.roster.sheet_marks import BookMarks, SheetMarks, read_marks
from fieldapp.roster.sheets import EMPTY, Cell, CellKind, Sheet

_SMALL = 10_000_000


def read_xlsx(raw: bytes) -> tuple[tuple[Sheet, ...], BookMarks, tuple[Finding, ...]]:
    """Read all worksheets, hidden ones too. Raises `Refused` with a named reason."""
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            _check_archive(archive)
            marks = read_marks(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except PasswordError as error:
        raise cannot_read("roster-password") from error
    except _BROKEN as error:
        raise cannot_read("roster-corrupt") from error
    with book:
        sheets = _sheets(book, marks)
    return sheets, marks, _told(marks)


_BROKEN = (
    BadZipFile,
    CalamineError,
    ZipError,
    XmlError,
    ExpatError,
    KeyError,
    ValueError,
    EOFError,
    NotImplementedError,
)


def _check_archive(archive: ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "mimetype" in names:
        raise cannot_read("roster-ods")
    if "xl/workbook.xml" not in names:
        raise cannot_read("roster-not-table")
    if any(entry.flag_bits & 1 for entry in entries):
        raise cannot_read("roster-password")
    unpacked = sum(entry.file_size for entry in entries)
    is_inflated = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if unpacked > MAX_UNPACKED_BYTES or is_inflated:
        raise cannot_read("roster-bomb")


def _sheets(book: CalamineWorkbook, marks: BookMarks) -> tuple[Sheet, ...]:
    if len(book.sheets_metadata) > MAX_SHEETS:
        raise cannot_read("roster-too-many-cells")
    found = []
    for meta in book.sheets_metadata:
        own = marks.sheets.get(meta.name)
        if own is not None:
            is_hidden = meta.visible is not SheetVisibleEnum.Visible
            found.append(_sheet(book, meta.name, own, is_hidden))
    return tuple(found)


def _sheet(book: CalamineWorkbook, name: str, marks: SheetMarks, is_hidden: bool) -> Sheet:
    try:
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except _BROKEN as error:
        raise cannot_read("roster-corrupt") from error
    width = max((len(row) for row in values), default=0)
    rows = tuple(
        tuple(_cell(value, marks.broken.get((r, c))) for c, value in enumerate(row))
        + (EMPTY,) * (width - len(row))
        for r, row in enumerate(values)
    )
    return Sheet(
        name,
        rows,
        tuple(marks.merges),
        frozenset(marks.hidden_rows),
        frozenset(marks.hidden_columns),
        is_hidden,
    )


def _cell(value: Any, broken: str | None) -> Cell:
    if broken is not None:
        return Cell(broken, CellKind.ERROR)
    if value == "" or value is None:
        return EMPTY
    if isinstance(value, str):
        return Cell(value, CellKind.TEXT)
    if isinstance(value, bool):
        return Cell("是" if value else "否", CellKind.TEXT)
    if isinstance(value, int | float):
        return Cell(_number_text(value), CellKind.NUMBER)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), CellKind.DATE)
    if isinstance(value, date):
        return Cell(value.isoformat(), CellKind.DATE)
    assert isinstance(value, time | timedelta)
    return Cell(str(value), CellKind.TEXT)


def _number_text(value: float) -> str:
    if float(value).is_integer() and abs(value) < 1e21:
        return str(int(value))
    return repr(value)


def _told(marks: BookMarks) -> tuple[Finding, ...]:
    told = []
    if any(own.has_pictures for own in marks.sheets.values()):
        told.append(warn("B64", "file", "表里贴了图片，图片没有读"))
    if any(own.has_comments for own in marks.sheets.values()):
        told.append(warn("B64", "file", "有的格子带批注，批注没有读"))
    return tuple(told)
