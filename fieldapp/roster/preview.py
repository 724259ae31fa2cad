"""The preview of an import: every row with its fate, every question once, the plan behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.findings import Finding, Option, fix, warn
from fieldapp.roster.answers import Answers
from fieldapp.roster.fates import Fate, JudgedRow, Question, questions_of
from fieldapp.roster.judge import Judge
from fieldapp.roster.known import Known, KnownIndex
from fieldapp.roster.mapping import Mapping, SheetMap, with_hidden
from fieldapp.roster.plan import Plan
from fieldapp.roster.planning import Planner
from fieldapp.roster.sheets import Sheet, Workbook

HIDDEN_QUESTION = "B59@file"
"""Answered with `take`, hidden sheets and rows are read too."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import of this file with these answers would do. `findings` are about the file."""

    workbook: Workbook
    mapping: Mapping
    known: Known
    today: date
    answers: Answers
    rows: tuple[JudgedRow, ...]
    findings: tuple[Finding, ...]
    plan: Plan

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is still open, each question once."""
        return questions_of(self.rows)

    @property
    def counts(self) -> dict[Fate, int]:
        """How many rows have each fate; every fate is named."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in Fate}

    def answered(self, answers: Answers) -> Preview:
        """Judge the same file again with these answers added."""
        merged = Answers({**self.answers.by_id, **answers.by_id})
        return preview(self.workbook, self.mapping, self.known, self.today, merged)


def preview(
    workbook: Workbook,
    mapping: Mapping,
    known: Known,
    today: date,
    answers: Answers | None = None,
) -> Preview:
    """Judge every row of a file against what a grid holds; nothing is written."""
    given = answers or Answers()
    if given.to(HIDDEN_QUESTION) == "take":
        mapping = with_hidden(mapping, workbook)
    index = KnownIndex(known)
    judge = Judge(workbook, mapping, index, today, given)
    rows = judge.rows()
    plan = Planner(index, judge.households, today).plan(rows, judge.groups)
    findings = (*workbook.findings, *_file_findings(workbook, mapping, judge.hidden_rows))
    return Preview(workbook, mapping, known, today, given, rows, findings, plan)


def _file_findings(workbook: Workbook, mapping: Mapping, hidden_rows: int) -> list[Finding]:
    told: list[Finding] = []
    read = {plan.sheet for plan in mapping.sheets}
    hidden = [sheet for sheet in workbook.sheets if sheet.is_hidden and sheet.name not in read]
    take = Option("take", "藏起来的也读")
    if hidden:
        told.append(warn("B59", "file", f"有 {len(hidden)} 张藏起来的表没有读", (take,)))
    if hidden_rows:
        told.append(warn("B59", "file", f"有 {hidden_rows} 行藏起来的没有读", (take,)))
    for sheet in workbook.sheets:
        plan = next((p for p in mapping.sheets if p.sheet == sheet.name), None)
        told += _sheet_findings(sheet, plan) if plan is not None else []
    unread = [s for s in workbook.sheets if not s.is_hidden and s.name not in read and s.rows]
    told += [warn("B58", "file", f"表“{s.name}”没找到表头，没有读") for s in unread]
    return told


def _sheet_findings(sheet: Sheet, plan: SheetMap) -> list[Finding]:
    told = []
    if sheet.hidden_columns:
        told.append(warn("B59", "file", f"表“{sheet.name}”有藏起来的列，转发这个文件会带出去"))
    place = "".join((plan.compound, plan.building and f"{plan.building}号楼", plan.village_group))
    if place:
        told.append(fix("B60", "file", f"表“{sheet.name}”里没写楼栋的，都记在{place}"))
    if not plan.columns_of("residence_type") and plan.columns_of("name"):
        told.append(fix("B65", "file", f"表“{sheet.name}”没写居住类别，先都按常住户籍记"))
    for column in plan.columns:
        if column.reason:
            code = "B59" if column.column in sheet.hidden_columns else "B67"
            told.append(warn(code, "file", f"“{column.title}”一列没读：{column.reason}"))
    return told
