"""What the sheets' own XML says that a value reader does not: hidden, merged, broken, how far.

One pass of expat over each sheet, before any value is read, so that a sheet with one cell in the
last corner is refused before somebody lays out seventeen thousand million empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from fieldapp.roster.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, cannot_read
from fieldapp.roster.sheets import Merge, column_number

_CHUNK = 1 << 18
_Start = Callable[[str, dict[str, str]], object]
_Told = Callable[[str], object]
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class SheetMarks:
    """Marks of one sheet, zero-based; `broken` maps a cell to its error, 公式 for no value."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = -1
    last_column: int = -1
    has_pictures: bool = False
    has_comments: bool = False


@dataclass(frozen=True, slots=True)
class BookMarks:
    """Marks of a whole workbook by sheet name."""

    sheets: Mapping[str, SheetMarks]
    is_1904: bool


def read_marks(archive: ZipFile) -> BookMarks:
    """Read the marks of every worksheet. Raises `Refused` for what is no workbook or too large."""
    book = _Book()
    _parse(archive, "xl/workbook.xml", book.start, None, None)
    targets = _Relations()
    _parse(archive, "xl/_rels/workbook.xml.rels", targets.start, None, None)
    names = set(archive.namelist())
    marks = {}
    for name, relation in book.sheets:
        path = _path(targets.by_id.get(relation, ""))
        if path in names and "/worksheets/" in path:
            marks[name] = _sheet(archive, path)
    return BookMarks(marks, book.is_1904)


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _sheet(archive: ZipFile, path: str) -> SheetMarks:
    reader = _SheetReader()
    _parse(archive, path, reader.start, reader.end, reader.text)
    marks = reader.marks
    rows, columns = marks.last_row + 1, marks.last_column + 1
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise cannot_read("roster-too-many-cells")
    return marks


def _parse(
    archive: ZipFile, path: str, start: _Start, end: _Told | None, text: _Told | None
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_doctype
    with archive.open(path) as stream:
        _feed(parser, stream)


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _no_doctype(*_: object) -> None:
    # No spreadsheet program writes one; a bomb of nested entities would.
    raise cannot_read("roster-corrupt")


def _is_on(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name, "0") in ("1", "true")


def _place(ref: str) -> tuple[int, int] | None:
    found = _PLACE.fullmatch(ref)
    return (int(found.group(2)) - 1, column_number(found.group(1))) if found else None


class _Book:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.is_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(" ")[2]
        if kind == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif kind == "workbookPr":
            self.is_1904 = _is_on(attributes, "date1904")


class _Relations:
    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            self.by_id[attributes.get("Id", "")] = attributes.get("Target", "")


class _SheetReader:
    """Collects marks while the parser walks through one sheet."""

    def __init__(self) -> None:
        self.marks = SheetMarks()
        self._row = -1
        self._cell: tuple[int, int] | None = None
        self._is_error = self._has_formula = self._in_value = False
        self._value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(" ")[2]
        if kind == "c":
            self._start_cell(attributes)
        elif kind == "f":
            self._has_formula = True
        elif kind in ("v", "is"):
            self._in_value = True
        elif kind == "row":
            self._start_row(attributes)
        elif kind == "col" and _is_on(attributes, "hidden"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.marks.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
        elif kind == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif kind == "drawing":
            self.marks.has_pictures = True
        elif kind == "legacyDrawing":
            self.marks.has_comments = True

    def end(self, tag: str) -> None:
        kind = tag.rpartition(" ")[2]
        if kind in ("v", "is"):
            self._in_value = False
        elif kind == "c":
            self._end_cell()

    def text(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = int(number) - 1 if number and number.isdigit() else self._row + 1
        if _is_on(attributes, "hidden"):
            self.marks.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = _place(attributes.get("r", ""))
        self._is_error = attributes.get("t") == "e"
        self._has_formula, self._value = False, ""

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if self._value:
            self.marks.last_row = max(self.marks.last_row, self._cell[0])
            self.marks.last_column = max(self.marks.last_column, self._cell[1])
        if self._is_error:
            self.marks.broken[self._cell] = self._value or "#N/A"
        elif self._has_formula and not self._value:
            self.marks.broken[self._cell] = "公式"
        self._cell = None

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        top, bottom = _place(first), _place(last)
        if top is not None and bottom is not None:
            self.marks.merges.append(Merge(top[0], top[1], bottom[0], bottom[1]))
