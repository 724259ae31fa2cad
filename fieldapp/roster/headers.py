"""Where a sheet's table begins: the header row under its titles, sometimes in two lines (B58)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldapp.roster.sheets import Cell, CellKind, Sheet
from fieldapp.roster.tables import meaning_of

_LOOKED_AT = 30
_LONGEST_TITLE = 24
_TELLING = frozenset(
    {"name", "head_name", "id_no", "address", "room", "building", "village_group", "phones"}
)
_DATA = re.compile(r"[0-9]{5,}")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its first row (zero-based), how many rows it has, a title a column."""

    row: int
    rows: int
    titles: tuple[str, ...]

    @property
    def below(self) -> int:
        """The row after the header."""
        return self.row + self.rows


def find_header(sheet: Sheet) -> Header | None:
    """Find the header among the first rows; None when no row looks like one."""
    scored = [(_score(sheet.rows[r]), -r) for r in range(min(len(sheet.rows), _LOOKED_AT))]
    best, row = max(scored, default=(0.0, 0))
    return None if best < 2 else header_at(sheet, -row)


def header_at(sheet: Sheet, row: int, rows: int | None = None) -> Header:
    """Read the titles of a known header row, with its second line above or below if any."""
    if rows is None:
        if _is_second_line(sheet, row + 1, row):
            rows = 2
        elif row > 0 and _is_group_line(sheet, row):
            row, rows = row - 1, 2
        else:
            rows = 1
    lines = [_filled_line(sheet, r) for r in range(row, row + rows)]
    titles = tuple(_title([line[c] for line in lines]) for c in range(sheet.width))
    return Header(row, rows, titles)


def titles_above(sheet: Sheet, header: Header) -> str:
    """Join what stands above the table: its name, often the building's too."""
    cells = (cell.text for row in sheet.rows[: header.row] for cell in row if cell.text.strip())
    return " ".join(dict.fromkeys(cells))


def _score(row: tuple[Cell, ...]) -> float:
    texts = [cell.text for cell in row if cell.kind is CellKind.TEXT]
    short = [text for text in texts if len(text.strip()) <= _LONGEST_TITLE]
    meanings = [meaning_of(text) for text in short]
    fields = {m.field for m in meanings if m.field and m.confidence >= 0.6}
    if not fields & _TELLING:
        return 0.0
    data = sum(bool(_DATA.search(cell.text)) or cell.is_number for cell in row)
    return len(fields) + 0.1 * sum(bool(m.reason) for m in meanings) - 2 * data


def _is_second_line(sheet: Sheet, below: int, row: int) -> bool:
    """Tell a line of sub-titles (手机, 座机 under 联系方式) from the first row of people."""
    if below >= len(sheet.rows):
        return False
    lower = sheet.rows[below]
    filled = [c for c, cell in enumerate(lower) if cell.text.strip()]
    if not filled or any(lower[c].kind is not CellKind.TEXT for c in filled):
        return False
    if any(_DATA.search(lower[c].text) or len(lower[c].text) > _LONGEST_TITLE for c in filled):
        return False
    above = [c for c, cell in enumerate(sheet.rows[row]) if cell.text.strip()]
    if len(filled) < len(above) and all(
        meaning_of(lower[c].text).confidence >= 0.9 for c in filled
    ):
        return True
    spanned = {
        c
        for merge in sheet.merges
        if merge.top == row and merge.bottom == row and merge.right > merge.left
        for c in range(merge.left, merge.right + 1)
    }
    blank_above = {c for c, cell in enumerate(sheet.rows[row]) if not cell.text.strip()}
    return all(c in spanned | blank_above for c in filled)


def _is_group_line(sheet: Sheet, row: int) -> bool:
    """Tell whether the row above carries titles that reach down into the header row."""
    return any(
        merge.top == row - 1 and merge.bottom == row and merge.left == merge.right
        for merge in sheet.merges
    )


def _filled_line(sheet: Sheet, row: int) -> list[str]:
    line = [cell.text.strip() for cell in sheet.rows[row]]
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left < len(line):
            text = sheet.rows[merge.top][merge.left].text.strip()
            for c in range(merge.left, min(merge.right + 1, len(line))):
                line[c] = line[c] or text
    return line


def _title(lines: list[str]) -> str:
    upper, lower = lines[0], lines[-1]
    if len(lines) == 1 or upper == lower or not upper:
        return lower
    if not lower:
        return upper
    both = upper + lower
    known = (text for text in (lower, both, upper) if meaning_of(text).confidence >= 0.9)
    return next(known, both)
