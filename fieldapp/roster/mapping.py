"""Which column is which field: guessed with a confidence, shown, corrected, kept as a file.

The file (`import-roster --map F`) is JSON; columns are letters, an empty field leaves one out:

    {"version": 1, "hidden": false, "sheets": {"名单": {
        "header": 3, "header_rows": 1, "compound": "杏林家园", "building": "", "village_group": "",
        "columns": {"A": "", "B": "name", "C": "id_no", "F": "tag:DIBAO"}}}}

`hidden` takes hidden sheets and rows too. Sheets that are not named are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Any

from fieldapp.errors import Refused
from fieldapp.roster import guesses
from fieldapp.roster.headers import Header, find_header, header_at, titles_above
from fieldapp.roster.limits import cannot_read
from fieldapp.roster.sheets import Sheet, Workbook, column_letters, column_number
from fieldapp.roster.tables import MANY, is_field, meaning_of

_HIDDEN_COLUMN = "这一列藏起来了。"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One column: its title, the field it fills (None: left out) and why it is left out."""

    column: int
    title: str
    field: str | None
    confidence: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetMap:
    """How one sheet is read. Place labels hold for all its rows that do not say otherwise."""

    sheet: str
    header: Header
    columns: tuple[ColumnMap, ...]
    compound: str = ""
    building: str = ""
    village_group: str = ""

    def columns_of(self, field: str) -> tuple[int, ...]:
        """List the columns that fill a field."""
        return tuple(c.column for c in self.columns if c.field == field)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a whole file is read."""

    sheets: tuple[SheetMap, ...]
    takes_hidden: bool = False


def guess_mapping(workbook: Workbook) -> Mapping:
    """Guess how each visible sheet is read. Raises `Refused` when none has a header."""
    found = [m for sheet in workbook.sheets if not sheet.is_hidden and (m := _guess(sheet))]
    if not found:
        raise cannot_read("roster-no-header")
    return Mapping(tuple(found))


def with_hidden(mapping: Mapping, workbook: Workbook) -> Mapping:
    """Take hidden rows and sheets too, as far as the sheets have a header."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    read = tuple(_with_hidden_columns(plan, sheets[plan.sheet]) for plan in mapping.sheets)
    names = {plan.sheet for plan in read}
    hidden = [s for s in workbook.sheets if s.is_hidden and s.name not in names]
    more = tuple(m for sheet in hidden if (m := _guess(sheet)))
    return Mapping((*read, *more), takes_hidden=True)


def _with_hidden_columns(plan: SheetMap, sheet: Sheet) -> SheetMap:
    guessed = _columns(sheet, plan.header, takes_hidden=True)
    columns = tuple(guessed[c.column] if c.reason == _HIDDEN_COLUMN else c for c in plan.columns)
    return replace(plan, columns=columns)


def mapping_from_json(text: str, workbook: Workbook) -> Mapping:
    """Read a mapping file. Raises `Refused` when it does not fit the workbook."""
    try:
        given = json.loads(text)
        sheets = {sheet.name: sheet for sheet in workbook.sheets}
        maps = tuple(_given_sheet(sheets[name], entry) for name, entry in given["sheets"].items())
        return Mapping(maps, bool(given.get("hidden", False)))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refused(
            "roster-bad-map", "列的对照文件读不懂，什么都没导入。", field="map", is_input=True
        ) from error


def mapping_to_json(mapping: Mapping) -> str:
    """Write a mapping file that `mapping_from_json` reads back."""
    sheets = {
        sheet.sheet: {
            "header": sheet.header.row + 1,
            "header_rows": sheet.header.rows,
            "compound": sheet.compound,
            "building": sheet.building,
            "village_group": sheet.village_group,
            "columns": {column_letters(c.column): c.field or "" for c in sheet.columns},
        }
        for sheet in mapping.sheets
    }
    whole = {"version": 1, "hidden": mapping.takes_hidden, "sheets": sheets}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _guess(sheet: Sheet) -> SheetMap | None:
    header = find_header(sheet)
    if header is None:
        return None
    columns = _columns(sheet, header)
    place = guesses.place_of(sheet.name, titles_above(sheet, header))
    return SheetMap(sheet.name, header, columns, *place)


def _columns(sheet: Sheet, header: Header, *, takes_hidden: bool = False) -> tuple[ColumnMap, ...]:
    guessed = [_column(sheet, header, c) for c in range(sheet.width)]
    if not takes_hidden:
        guessed = [_unread(c) if c.column in sheet.hidden_columns else c for c in guessed]
    taken: dict[str, ColumnMap] = {}
    for column in sorted(guessed, key=lambda c: -c.confidence):
        if column.field is not None and column.field not in MANY:
            taken.setdefault(column.field, column)
    return tuple(c if _is_kept(c, taken) else _dropped(c) for c in guessed)


def _is_kept(column: ColumnMap, taken: MappingOf[str, ColumnMap]) -> bool:
    if column.field is None or column.field in MANY:
        return True
    return taken[column.field] is column


def _unread(column: ColumnMap) -> ColumnMap:
    if column.field is None:
        return column
    return ColumnMap(column.column, column.title, None, 0.0, _HIDDEN_COLUMN)


def _dropped(column: ColumnMap) -> ColumnMap:
    return ColumnMap(column.column, column.title, None, 0.0, "前面已有同样的一列，这一列没读。")


def _column(sheet: Sheet, header: Header, column: int) -> ColumnMap:
    title = header.titles[column]
    meaning = meaning_of(title)
    if meaning.reason:
        return ColumnMap(column, title, None, meaning.confidence, meaning.reason)
    values = [row[column] for row in sheet.rows[header.below :] if row[column].text]
    field, confidence = guesses.by_content(meaning.field, meaning.confidence, values)
    return ColumnMap(column, title, field, confidence)


def _given_sheet(sheet: Sheet, entry: MappingOf[str, Any]) -> SheetMap:
    row = int(entry["header"]) - 1
    if not 0 <= row < len(sheet.rows):
        raise IndexError(row)
    header = header_at(sheet, row, int(entry.get("header_rows", 1)))
    fields = {column_number(letters): field for letters, field in entry["columns"].items()}
    columns = tuple(_given_column(header, c, fields.get(c, "")) for c in range(sheet.width))
    place = (str(entry.get(key, "")) for key in ("compound", "building", "village_group"))
    return SheetMap(sheet.name, header, columns, *place)


def _given_column(header: Header, column: int, field: str) -> ColumnMap:
    title = header.titles[column]
    reason = meaning_of(title).reason
    if not field or reason:
        return ColumnMap(column, title, None, 1.0, reason)
    if not is_field(field):
        raise ValueError(field)
    return ColumnMap(column, title, field, 1.0)
