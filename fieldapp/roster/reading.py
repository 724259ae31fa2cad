"""One row understood: who, where, and everything that was noticed, with answers laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fieldapp.domain.findings import Finding
from fieldapp.roster.answers import SKIP, Answer, Answers
from fieldapp.roster.known import KnownIndex
from fieldapp.roster.mapping import SheetMap
from fieldapp.roster.rows import RawRow, cell_of


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A finding and the cell it is about. Rows may share a question by its id."""

    finding: Finding
    cell: str
    question_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lives: a door in a town (building …) or a house in a village (group …)."""

    key: str
    display: str
    compound: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    floor_label: str = ""
    floor_sort: int = 0
    is_on_street: bool = False
    group: str = ""
    door_no: str = ""
    landmark: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A row as far as it can be understood by itself. `person` is None for a door alone."""

    raw: RawRow
    place: Place | None
    person: Mapping[str, Any] | None
    care: Mapping[str, Any]
    relation_code: str | None
    head_name: str
    household: Mapping[str, Any]
    dwelling: Mapping[str, Any]
    findings: tuple[RowFinding, ...]
    refusal: str = ""
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a row depends on beside the row; `compounds` are those its file names."""

    today: date
    index: KnownIndex
    answers: Answers
    plan: SheetMap
    is_1904: bool = False
    compounds: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """A row being read: its texts with the answers laid over them, and what was noticed so far."""

    raw: RawRow
    context: Context
    overrides: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    findings: list[RowFinding] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Give the text of a field, as answered if it was."""
        return self.overrides.get(name, self.raw.texts.get(name, "")).strip()

    def is_number(self, name: str) -> bool:
        """True when the file kept this field as a number and no answer replaced it."""
        return name in self.raw.numeric and name not in self.overrides

    def note(self, finding: Finding | None, shared: str = "") -> None:
        """Keep a finding unless it was answered; `shared` names a question of many rows."""
        if finding is None:
            return
        cell = cell_of(self.raw, finding.field)
        question_id = f"{finding.code}@{shared or f'{self.raw.sheet}!{cell}'}"
        if question_id not in self.settled:
            self.findings.append(RowFinding(finding, cell, question_id))

    def notes(self, findings: tuple[Finding, ...]) -> None:
        """Keep several findings."""
        for finding in findings:
            self.note(finding)

    def settle(self, answers: Answers) -> bool | None:
        """Lay answers over the row: True when something changed, None when the row is left out."""
        has_changed = False
        for found in self.findings:
            answer = answers.to(found.question_id) if found.finding.options else None
            if answer == SKIP:
                return None
            if answer is not None and self._apply(found, answer):
                has_changed = True
        return has_changed

    def has_settled(self, code: str) -> bool:
        """True when a question of this code was answered for this row."""
        return any(question.startswith(f"{code}@") for question in self.settled)

    def _apply(self, found: RowFinding, answer: Answer) -> bool:
        changes = chosen_changes(found.finding, answer)
        if changes is None:
            return False
        self.overrides.update(changes)
        self.settled.add(found.question_id)
        return True


def chosen_changes(finding: Finding, answer: Answer) -> Mapping[str, str] | None:
    """Give the texts an answer sets; None when it is no answer to this question."""
    if isinstance(answer, Mapping):
        return answer
    chosen = next((o for o in finding.options if o.key == answer), None)
    return None if chosen is None else dict(chosen.changes)
