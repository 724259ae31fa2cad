"""Reading text tables: the encoding, the separator and the quotes found out, doubts told (B61)."""

from __future__ import annotations

import csv
import io
from collections import Counter

from fieldapp.domain import gb18030
from fieldapp.domain.findings import Finding, fix, warn
from fieldapp.roster.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, cannot_read
from fieldapp.roster.sheets import EMPTY, Cell, CellKind, Sheet

_SEPARATORS = (",", "\t", ";", "，", "|")
_LOOKED_AT = 50
_BREAKS_IN_A_CELL = 20


def read_csv(
    raw: bytes, name: str, said: str | None = None
) -> tuple[Sheet, str, tuple[Finding, ...]]:
    """Read one text table; gives the sheet, the encoding and what was noticed."""
    text, encoding, told = (raw.decode(said, "replace"), said, ()) if said else _decode(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    separator = _separator(text)
    rows, findings = _rows(text, separator)
    if separator != ",":
        shown = {"\t": "制表符", ";": "分号"}.get(separator, separator)
        findings.append(fix("B61", "file", f"按{shown}分列"))
    width = max((len(row) for row in rows), default=0)
    if width > MAX_COLUMNS or len(rows) > MAX_ROWS or width * len(rows) > MAX_CELLS:
        raise cannot_read("roster-too-many-cells")
    cells = tuple(
        tuple(_cell(row[c] if c < len(row) else "") for c in range(width)) for row in rows
    )
    return Sheet(name, cells), encoding, (*told, *findings)


def _decode(raw: bytes) -> tuple[str, str, tuple[Finding, ...]]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), "UTF-16", ()
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", "replace"), "UTF-8", ()
    wide = _wide(raw)
    if wide:
        return raw.decode(wide, "replace"), "UTF-16", ()
    try:
        return raw.decode("utf-8"), "UTF-8", ()
    except UnicodeDecodeError:
        pass
    try:
        return gb18030.decode(raw), "GB18030", (fix("B61", "file", "按 GB18030 编码读的"),)
    except UnicodeDecodeError:
        text = _least_lost(raw)
        return text[0], text[1], (warn("B61", "file", "有些字读不出来，看看前几行对不对"),)


def _wide(raw: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes."""
    head = raw[:4000]
    if len(head) < 4:
        return None
    if head[1::2].count(0) * 3 > len(head) // 2:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) * 3 > len(head) // 2 else None


def _least_lost(raw: bytes) -> tuple[str, str]:
    """Choose the encoding that loses the fewest characters."""
    readings = [(raw.decode(e, "replace"), name) for e, name in _ENCODINGS]
    return min(readings, key=lambda reading: reading[0].count("\ufffd"))


_ENCODINGS = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))


def _separator(text: str) -> str:
    lines = [line for line in text.split("\n")[:_LOOKED_AT] if line.strip()]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(_count(line, separator) for line in lines)
        counts.pop(0, None)
        if counts:
            columns, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
            score = times * (1 + min(columns, 10) / 10)
            if score > best_score:
                best, best_score = separator, score
    return best


def _count(line: str, separator: str) -> int:
    outside = "".join(part for i, part in enumerate(line.split('"')) if i % 2 == 0)
    return outside.count(separator)


def _rows(text: str, separator: str) -> tuple[list[list[str]], list[Finding]]:
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    if any(cell.count("\n") > _BREAKS_IN_A_CELL for row in rows for cell in row):
        lines = text.split("\n")
        rows = list(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))
        rows = [[cell.strip('"') for cell in row] for row in rows]
        return rows, [warn("B61", "file", "有的引号没有配对，按一行一条读的")]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows, []


def _cell(text: str) -> Cell:
    if not text.strip():
        return EMPTY
    if text.startswith('="') and text.endswith('"'):
        # The trick that keeps long numbers as text in a text table.
        return Cell(text[2:-1], CellKind.TEXT)
    return Cell(text, CellKind.TEXT)
