"""What becomes of each row of a roster, and how that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fieldapp.domain.findings import Option, Severity
from fieldapp.domain.identity import mask
from fieldapp.domain.words import CHOICES, word_of
from fieldapp.roster.known import KnownResident
from fieldapp.roster.reading import Reading, RowFinding
from fieldapp.roster.rows import row_name
from fieldapp.roster.tables import field_label

_KINDS = ("resident", "member", "dwelling")


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


LED_BY = {"id_type": "id_no", "no_id_reason": "id_no", "birth_precision": "birth_date"}
"""Fields that mean nothing without another one, and go with it."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with its fate. `additions` are set elements we lack: phones, tags.

    `taken` are the fields in which the file goes before what we have.
    """

    reading: Reading
    fate: Fate
    reason: str = ""
    cell: str = ""
    match: KnownResident | None = None
    differences: tuple[Difference, ...] = ()
    additions: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    findings: tuple[RowFinding, ...] = ()
    taken: frozenset[str] = frozenset()
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
    def clashes(self) -> tuple[Difference, ...]:
        """The fields in which the file says otherwise; without an answer ours stays."""
        return tuple(one for one in self.differences if not one.is_fill)

    @property
    def decisions(self) -> tuple[Difference, ...]:
        """The clashes that are decided one by one: a number's type goes with the number."""
        fields = {one.field for one in self.clashes}
        return tuple(one for one in self.clashes if LED_BY.get(one.field) not in fields)

    @property
    def has_clash(self) -> bool:
        """True when the file says otherwise than we do."""
        return bool(self.clashes)

    def takes(self, name: str) -> bool:
        """Tell whether the file goes before what we have in a field."""
        return name in self.taken

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
    fills = [difference_label(d.field) for d in differences if d.is_fill]
    fills += [difference_label(name) for name in additions]
    clashes = [difference_label(d.field) for d in differences if not d.is_fill]
    parts = (("补上", fills), ("不一样", clashes))
    return "；".join(f"{word}：{'、'.join(dict.fromkeys(names))}" for word, names in parts if names)


def difference_label(name: str) -> str:
    """Name a field of a difference."""
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
    if name == "id_no":
        return mask(str(value))
    kinds = (kind for kind, field in CHOICES if field == name and kind in _KINDS)
    return word_of(next(kinds, ""), name, value)
