"""What the import of a roster shows: columns, rows with their fate, questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fieldapp.domain.findings import Severity
from fieldapp.roster.fates import (
    Difference,
    Fate,
    JudgedRow,
    Question,
    difference_label,
    difference_words,
)
from fieldapp.roster.judge import difference_id
from fieldapp.roster.mapping import ColumnMap, Mapping
from fieldapp.roster.preview import Preview
from fieldapp.roster.sheets import Workbook, column_letters
from fieldapp.roster.tables import all_fields, field_label
from fieldapp.services.roster import RosterImported
from ui import text

EVERYTHING = "all"
FATES: dict[str, tuple[str, str, str]] = {
    Fate.NEW: ("新的", "plus", "met"),
    Fate.SAME: ("一样", "check", "ink2"),
    Fate.DIFFERENT: ("有补的、不一样的", "pen", "accent"),
    Fate.DOUBTFUL: ("拿不准", "mark-due", "due"),
    Fate.REFUSED: ("不收", "mark-refused", "ink2"),
    Fate.LEFT_OUT: ("你说不导", "cross", "ink2"),
}
"""Each fate's word, sign and colour role."""
_SAMPLES = 3
_CREATED = {
    "resident": "人",
    "household": "户",
    "dwelling": "个门",
    "building": "栋楼",
    "compound": "个小区",
    "village_group": "个组",
}


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column: its letter, its title, some of what is in it, and what it is read as."""

    key: str
    lead: str
    title: str
    sample: str
    field_index: int
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FateChip:
    """How many rows have a fate."""

    key: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class ClashCell:
    """One field in which the file says otherwise; `key` is its question."""

    key: str
    label: str
    ours: str
    theirs: str
    takes: bool


@dataclass(frozen=True, slots=True)
class FateRow:
    """One row of the file and what an import does with it; `question` decides all its clashes."""

    key: str
    lead: str
    title: str
    detail: str
    fate: str
    word: str
    glyph: str
    role: str
    question: str = ""
    clashes: tuple[ClashCell, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRow:
    """One thing to decide."""

    key: str
    sentence: str
    where: str
    options: tuple[tuple[str, str], ...]


def field_choices() -> list[dict[str, str]]:
    """List what a column can be read as; the first leaves it out."""
    return [{"key": "", "label": "不读这一列"}] + [
        {"key": one, "label": field_label(one)} for one in all_fields()
    ]


def column_rows(workbook: Workbook, mapping: Mapping) -> tuple[ColumnRow, ...]:
    """List the columns of all sheets that are read."""
    keys = [one["key"] for one in field_choices()]
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    rows = []
    for plan in mapping.sheets:
        body = sheets[plan.sheet].rows[plan.header.below :]
        for column in plan.columns:
            cells = (row[column.column].text for row in body[:200])
            samples = list(dict.fromkeys(one for one in cells if one))[:_SAMPLES]
            if not column.title and not samples:
                continue
            rows.append(
                ColumnRow(
                    f"{plan.sheet}|{column.column}",
                    column_letters(column.column),
                    column.title or "没有表头",
                    _sample_words(column, samples),
                    keys.index(column.field) if column.field in keys else 0,
                    column.reason,
                    plan.sheet if len(mapping.sheets) > 1 else "",
                )
            )
    return tuple(rows)


def _sample_words(column: ColumnMap, samples: list[str]) -> str:
    if column.field == "id_no":
        return "、".join(f"{one[:4]}…" for one in samples)
    return "、".join(samples)


def with_column(mapping: Mapping, key: str, field: str) -> Mapping:
    """Read one column as something else; a field that only one column may fill moves here."""
    sheet, _, number = key.rpartition("|")

    def changed(column: ColumnMap) -> ColumnMap:
        if column.column == int(number):
            return replace(column, field=field or None, confidence=1.0)
        return column

    return replace(
        mapping,
        sheets=tuple(
            replace(one, columns=tuple(changed(column) for column in one.columns))
            if one.sheet == sheet
            else one
            for one in mapping.sheets
        ),
    )


def fate_rows(rows: Iterable[JudgedRow], fate: str) -> tuple[FateRow, ...]:
    """List the rows of one fate, or all."""
    return tuple(
        _fate_row(number, row)
        for number, row in enumerate(rows)
        if fate in (EVERYTHING, row.fate.value)
    )


def _fate_row(number: int, row: JudgedRow) -> FateRow:
    word, glyph, role = FATES[row.fate]
    told = [
        f"{one.cell} {one.finding.sentence}".strip()
        for one in row.findings
        if one.finding.severity is not Severity.FIX
    ]
    if row.reason and not any(row.reason in one for one in told):
        told.insert(0, f"{row.cell} {row.reason}".strip())
    if row.fate is Fate.DIFFERENT:
        words = difference_words(row.differences, row.additions)
        told = [words, *(one for one in told if words not in one)]
    return FateRow(
        str(number),
        str(row.reading.raw.row + 1),
        " ".join(part for part in (row.where, row.who) if part) or "空行",
        "；".join(part for part in told if part),
        row.fate.value,
        word,
        glyph,
        role,
        difference_id(row) if row.decisions else "",
        tuple(_clash(row, one) for one in row.decisions),
    )


def _clash(row: JudgedRow, difference: Difference) -> ClashCell:
    ours, theirs = difference.shown()
    name = difference.field
    return ClashCell(
        difference_id(row, name), difference_label(name), ours, theirs, row.takes(name)
    )


def fate_chips(seen: Preview) -> tuple[FateChip, ...]:
    """Count the fates that occur; all of them first."""
    counts = seen.counts
    chips = [FateChip(EVERYTHING, "全部", str(len(seen.rows)))]
    chips += [
        FateChip(fate.value, FATES[fate][0], str(count)) for fate, count in counts.items() if count
    ]
    return tuple(chips)


def ask_rows(questions: Iterable[Question], most: int = 200) -> tuple[AskRow, ...]:
    """List what is to be decided, each question once."""
    return tuple(
        AskRow(
            one.id,
            one.sentence,
            f"{one.sheet} {one.cell}" + (f"，{one.rows} 行都这样" if one.rows > 1 else ""),
            (
                *((option.key, option.label) for option in one.options if option.key != "skip"),
                ("skip", "不导这几行" if one.rows > 1 else "不导这一行"),
            ),
        )
        for one in list(questions)[:most]
    )


def imported_words(done: RosterImported) -> tuple[str, str]:
    """Say what was written, and what was not."""
    parts = [
        text.counted(done.created[kind], unit)
        for kind, unit in _CREATED.items()
        if done.created.get(kind)
    ]
    if done.changed:
        parts.append(f"补上、改了 {text.counted(done.changed, '项')}")
    more = []
    if done.left:
        more.append(f"{done.left} 项刚才有人改过，留着现在的。")
    if done.masked:
        more.append(f"{done.masked} 条须保密的没写，要责任网格员来导。")
    return "新记 " + "、".join(parts) if parts else "没有新的，什么都没写", "".join(more)
