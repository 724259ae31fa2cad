"""The rows under a header as texts by field: merges filled down, totals and notes set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fieldapp.domain.findings import Finding, fix, refuse
from fieldapp.roster.mapping import ColumnMap, SheetMap
from fieldapp.roster.sheets import EMPTY, Cell, CellKind, Sheet, address, column_letters

PLACE_FIELDS = (
    "address",
    "compound",
    "building",
    "unit",
    "floor",
    "room",
    "village_group",
    "landmark",
)
_TOTAL = re.compile(r"(合|总|小|共|累)\s*计|总户数|总人数|合计.*|共\s*[0-9]+\s*[户人].*")
_NOTE = re.compile(
    r"(注|备注|说明|填表|制表|审核|填报|日期|单位|负责人|联系人|网格员)\s*[:：].*|以下空白|（?完）?"
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a sheet before anything is understood; `row` is zero-based."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    cells: Mapping[str, str]
    numeric: frozenset[str]
    findings: tuple[tuple[Finding, str], ...] = ()
    set_aside: str = ""
    is_hidden: bool = False
    inherits: bool = False


def read_rows(sheet: Sheet, plan: SheetMap) -> Iterator[RawRow]:
    """Give every row below the header that holds anything, in order."""
    filled, filled_from = _filled_down(sheet, plan)
    for r in range(plan.header.below, len(sheet.rows)):
        cells = [filled.get((r, c), cell) for c, cell in enumerate(sheet.rows[r])]
        if all(not cell.text.strip() for cell in sheet.rows[r]):
            continue
        aside = _set_aside(sheet.rows[r], plan)
        raw = _raw_row(sheet, plan, r, cells, filled_from)
        is_hidden = sheet.is_hidden or r in sheet.hidden_rows
        yield replace(raw, set_aside=aside, is_hidden=is_hidden)


def with_places_above(rows: list[RawRow]) -> list[RawRow]:
    """Mark rows without any place that follow a row with one: they may belong to it."""
    marked: list[RawRow] = []
    last: RawRow | None = None
    for row in rows:
        has_place = any(row.texts.get(field) for field in PLACE_FIELDS)
        if row.set_aside:
            marked.append(row)
        elif has_place:
            marked.append(row)
            last = row
        elif last is not None and row.texts.get("name"):
            inherited = {f: last.texts[f] for f in PLACE_FIELDS if last.texts.get(f)}
            marked.append(replace(row, texts={**row.texts, **inherited}, inherits=True))
        else:
            marked.append(row)
    return marked


def _filled_down(
    sheet: Sheet, plan: SheetMap
) -> tuple[dict[tuple[int, int], Cell], set[tuple[int, int]]]:
    """Repeat the text of a merged block in each of its rows below the header (B57)."""
    filled: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merges:
        if merge.bottom == merge.top or merge.top < plan.header.below:
            continue
        if merge.top >= len(sheet.rows) or merge.left >= sheet.width:
            continue
        source = sheet.rows[merge.top][merge.left]
        for r in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
            filled[r, merge.left] = source
    return filled, set(filled)


def _set_aside(row: tuple[Cell, ...], plan: SheetMap) -> str:
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    if any(_TOTAL.fullmatch(text) for text in texts[:3]):
        return "这是合计行，不是一个人"
    if len(texts) == 1 and (_NOTE.fullmatch(texts[0]) or len(texts[0]) > 30):
        return "这是说明，不是一个人"
    titles = {title for title in plan.header.titles if title}
    if len(texts) >= 2 and all(text in titles for text in texts):
        return "这是又一遍表头"
    return ""


def _raw_row(
    sheet: Sheet,
    plan: SheetMap,
    r: int,
    cells: list[Cell],
    filled_from: set[tuple[int, int]],
) -> RawRow:
    texts: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    numeric: set[str] = set()
    findings: list[tuple[Finding, str]] = []
    for column in plan.columns:
        cell = cells[column.column] if column.column < len(cells) else EMPTY
        if column.field is None or cell.kind is CellKind.EMPTY:
            continue
        where = address(r, column.column)
        if cell.kind is CellKind.ERROR:
            findings.append((_broken(column, cell), where))
            continue
        if (r, column.column) in filled_from:
            told = fix("B57", column.field, f"合并的格子，照上面写“{column.title}”")
            findings.append((told, where))
        places.setdefault(column.field, where)
        texts.setdefault(column.field, []).append(cell.text)
        if cell.is_number:
            numeric.add(column.field)
    joined = {field: _joined(field, parts) for field, parts in texts.items()}
    return RawRow(sheet.name, r, joined, places, frozenset(numeric), tuple(findings))


def _broken(column: ColumnMap, cell: Cell) -> Finding:
    why = "公式没有算出结果" if cell.text == "公式" else f"这一格是 {cell.text}"
    return refuse("B63", column.field or "", f"{why}，这一项没读")


def _joined(field: str, parts: list[str]) -> str:
    return ("/" if field == "phones" else "，").join(parts) if len(parts) > 1 else parts[0]


def row_name(row: RawRow) -> str:
    """Name a row for a person: 名单 第 17 行."""
    return f"{row.sheet} 第 {row.row + 1} 行"


def cell_of(row: RawRow, field: str) -> str:
    """Name the cell a field came from, or the row's first when it has none of its own."""
    own = row.cells.get(field)
    if own is None and field in (*PLACE_FIELDS, "door"):
        own = next((row.cells[name] for name in PLACE_FIELDS if name in row.cells), None)
    return own or f"{column_letters(0)}{row.row + 1}"
