"""A roster file as read: sheets of text cells with what a spreadsheet knows beside the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from fieldapp.domain.findings import Finding


class CellKind(StrEnum):
    """What the file kept in a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"


class Cell(NamedTuple):
    """One cell; `text` is what a person would read, of an error its name (#REF!)."""

    text: str
    kind: CellKind

    @property
    def is_number(self) -> bool:
        """True when the file kept a number, which holds 15 digits at most."""
        return self.kind is CellKind.NUMBER


EMPTY = Cell("", CellKind.EMPTY)


class Merge(NamedTuple):
    """A merged block, zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the first row of the file on, all of one width."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole file. `sha256` tells the same file again; findings are about the file (B59–B64)."""

    file_name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    is_1904: bool = False
    encoding: str = ""
    findings: tuple[Finding, ...] = field(default=())


def column_letters(column: int) -> str:
    """Name a zero-based column as spreadsheets do: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Give the zero-based column of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """Name a zero-based cell as spreadsheets do: C17."""
    return f"{column_letters(column)}{row + 1}"
