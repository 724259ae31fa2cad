"""A roster's preview as a document and in plain lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fieldapp.cli import shapes
from fieldapp.roster.fates import Fate, JudgedRow, Question
from fieldapp.roster.mapping import Mapping
from fieldapp.roster.preview import Preview
from fieldapp.roster.sheets import column_letters
from fieldapp.services.roster import RosterImported

FATE_WORDS = {
    Fate.NEW: "新的",
    Fate.SAME: "一样",
    Fate.DIFFERENT: "不一样",
    Fate.DOUBTFUL: "拿不准",
    Fate.REFUSED: "不收",
    Fate.LEFT_OUT: "不导入",
}
_LISTED = (Fate.DIFFERENT, Fate.DOUBTFUL, Fate.REFUSED)


def import_document(seen: Preview, done: RosterImported | None) -> shapes.RosterImport:
    """Give the document of an import; of a dry run when nothing was `done`."""
    told = done or RosterImported(None, _planned(seen), 0, 0, 0)
    return shapes.RosterImport(
        is_dry_run=done is None,
        act=told.act,
        created=dict(told.created),
        changed=told.changed,
        left=told.left,
        masked=told.masked,
        counts={str(fate): count for fate, count in seen.counts.items()},
        columns=tuple(_columns(seen.mapping)),
        notes=tuple(finding.sentence for finding in seen.findings),
        rows=tuple(_row(row) for row in seen.rows),
        questions=tuple(_question(question) for question in seen.questions),
    )


def _planned(seen: Preview) -> dict[str, int]:
    return dict(Counter(record.kind for record in seen.plan.records))


def preview_lines(document: shapes.RosterImport) -> Iterator[str]:
    """Tell the columns, the counts, the rows that something is said about, and the questions."""
    for column in document.columns:
        if column.title:
            read_as = column.field or f"没读 {column.reason}".strip()
            yield f"  {column.sheet} {column.column} {column.title} → {read_as}"
    yield from document.notes
    counted = [f"{FATE_WORDS[Fate(fate)]} {n} 行" for fate, n in document.counts.items() if n]
    yield "，".join(counted) or "没有可读的行"
    for row in document.rows:
        told = "；".join(_remarks(row))
        if told or Fate(row.fate) in _LISTED:
            place = f"{row.row} {row.cell}".strip()
            yield f"  {FATE_WORDS[Fate(row.fate)]}  {place}  {row.who} {row.where}  {told}"
    for question in document.questions:
        yield f"要回答 {question.id}：{question.sentence}"
        for option in question.options:
            yield f"    {option.key}  {option.label}"


def _remarks(row: shapes.RosterRow) -> Iterator[str]:
    """Give the reason of a row's fate, then each note with its cell, but none of them twice."""
    if row.reason:
        yield row.reason
    said = {row.reason, f"{row.cell} {row.reason}"}
    yield from (note for note in dict.fromkeys(row.notes) if note not in said)


def _columns(mapping: Mapping) -> Iterator[shapes.RosterColumn]:
    for sheet in mapping.sheets:
        for column in sheet.columns:
            yield shapes.RosterColumn(
                sheet=sheet.sheet,
                column=column_letters(column.column),
                title=column.title,
                field=column.field,
                confidence=round(column.confidence, 2),
                reason=column.reason,
            )


def _row(row: JudgedRow) -> shapes.RosterRow:
    return shapes.RosterRow(
        row=row.row_label,
        who=row.who,
        where=row.where,
        fate=str(row.fate),
        reason=row.reason,
        cell=row.cell,
        notes=tuple(f"{one.cell} {one.finding.sentence}".strip() for one in row.findings),
    )


def _question(question: Question) -> shapes.RosterQuestion:
    return shapes.RosterQuestion(
        id=question.id,
        sentence=question.sentence,
        rows=question.rows,
        sheet=question.sheet,
        cell=question.cell,
        options=tuple(
            shapes.RosterOption(key=option.key, label=option.label) for option in question.options
        ),
    )
