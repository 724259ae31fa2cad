"""What becomes of each row of a roster, and how that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fieldapp.domain.findings import Option, Severity
from fieldapp.domain.identity import mask
from fieldapp.roster.known import KnownResident
from fieldapp.roster.reading import Reading, RowFinding
from fieldapp.roster.rows import row_name
from fieldapp.roster.tables import field_label


class Fate(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads otherwise in the file; `ours` is None where we have nothing yet."""

    field: str
    ours: Any
    theirs: Any

    @property
    def is_fill(self) -> bool:
        """True when the file fills a gap, which needs no question."""
        return self.ours is None

    def shown(self) -> tuple[str, str]:
        """Give both values as text, identity numbers masked."""
        return _shown(self.field, self.ours), _shown(self.field, self.theirs)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with its fate. `additions` are set elements we lack: phones, tags."""

    reading: Reading
    fate: Fate
    reason: str = ""
    cell: str = ""
    match: KnownResident | None = None
    differences: tuple[Difference, ...] = ()
    additions: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    findings: tuple[RowFinding, ...] = ()
    takes_theirs: bool = False
    household: str = ""

    @property
    def who(self) -> str:
        """The name in the row, empty for a door alone."""
        person = self.reading.person
        return str(person["name"]) if person else ""

    @property
    def where(self) -> str:
        """The door as it will be written."""
        return self.reading.place.display if self.reading.place else ""

    @property
    def row_label(self) -> str:
        """The row as a person finds it in the file."""
        return row_name(self.reading.raw)

    @property
    def has_clash(self) -> bool:
        """True when the file says otherwise than we do; without an answer ours stays."""
        return any(not difference.is_fill for difference in self.differences)

    @property
    def questions(self) -> tuple[RowFinding, ...]:
        """What is still open."""
        return tuple(f for f in self.findings if f.finding.severity is Severity.ASK)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide, with the number of rows that wait for it and the first cell."""

    id: str
    sentence: str
    options: tuple[Option, ...]
    rows: int
    sheet: str
    cell: str


def questions_of(rows: tuple[JudgedRow, ...]) -> tuple[Question, ...]:
    """List what is open, each question once."""
    found: dict[str, Question] = {}
    for row in rows:
        for asked in _asked(row):
            known = found.get(asked.question_id)
            found[asked.question_id] = Question(
                asked.question_id,
                asked.finding.sentence,
                known.options if known else asked.finding.options,
                known.rows + 1 if known else 1,
                known.sheet if known else row.reading.raw.sheet,
                known.cell if known else asked.cell,
            )
    return tuple(found.values())


def difference_words(
    differences: tuple[Difference, ...], additions: Mapping[str, tuple[Any, ...]]
) -> str:
    """Say in words what a row brings: 补上：性别；不一样：住处."""
    fills = [_label(d.field) for d in differences if d.is_fill]
    fills += [_label(name) for name in additions]
    clashes = [_label(d.field) for d in differences if not d.is_fill]
    parts = (("补上", fills), ("不一样", clashes))
    return "；".join(f"{word}：{'、'.join(dict.fromkeys(names))}" for word, names in parts if names)


def _label(name: str) -> str:
    own = {"place": "住处", "care_tags": "标签", "use": "居住用途", "no_id_reason": "无证件原因"}
    own |= {"birth_lunar_text": "农历生日", "latin_name": "外文名", "birth_precision": "日期精度"}
    return own.get(name) or field_label(name)


def _asked(row: JudgedRow) -> tuple[RowFinding, ...]:
    if row.fate is Fate.DOUBTFUL:
        return row.questions
    if row.fate is Fate.REFUSED:
        return tuple(f for f in row.findings if f.finding.code == "B17")
    return ()


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    return mask(str(value)) if name == "id_no" else str(value)
