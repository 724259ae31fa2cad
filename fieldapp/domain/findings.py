"""What a parser of typed or imported text has to say besides the value itself.

    fix     normalised silently, shown in a preview
    warn    kept, marked with a reason
    ask     a person must choose one of the options
    refuse  not kept; the reason is told

The codes are those of the bad-input catalogue in docs/domain.md (B01…B72).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How far a finding stands in the way, mildest first."""

    FIX = "fix"
    WARN = "warn"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: what it is called and which fields it sets to which text.

    An empty text clears the field. `key` is stable and is what an answers file holds.
    """

    key: str
    label: str
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed about one input; the Chinese sentence holds no whole name or number."""

    code: str
    severity: Severity
    sentence: str
    field: str
    options: tuple[Option, ...] = ()


def fix(code: str, field: str, sentence: str) -> Finding:
    """Say that something was normalised."""
    return Finding(code, Severity.FIX, sentence, field)


def warn(code: str, field: str, sentence: str, options: Iterable[Option] = ()) -> Finding:
    """Say that something is kept but looks wrong; options are offers, not duties."""
    return Finding(code, Severity.WARN, sentence, field, tuple(options))


def ask(code: str, field: str, sentence: str, options: Iterable[Option]) -> Finding:
    """Say that a person must choose."""
    return Finding(code, Severity.ASK, sentence, field, tuple(options))


def refuse(code: str, field: str, sentence: str) -> Finding:
    """Say that the input is not kept, and why."""
    return Finding(code, Severity.REFUSE, sentence, field)


def of(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Pick the findings of one severity, in order."""
    return tuple(f for f in findings if f.severity is severity)
