"""What 批阅 lists: the entries of the queue, and the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldapp.queries.mentions import TextPart
from fieldapp.queries.reviews import QueueRow
from ui import text
from ui.viewmodels.issue_argument import new_issue

MARKS = {"now": ("overdue", "late"), "today": ("due", "due")}


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One entry of the queue. `shape` and `role` are the mark's."""

    key: str
    author: str
    note: str
    summary: str
    word: str
    shape: str
    role: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the page, cut at its mentions."""

    key: str
    parts: tuple[TextPart, ...]
    is_ticked: bool


def as_issue(lines: Sequence[PageLine]) -> str:
    """Give the first line that is not dealt with as the beginning of an issue."""
    line = next((one for one in lines if not one.is_ticked), PageLine("", (), False))
    home = next((part.household for part in line.parts if part.household), "")
    words = "".join(part.text for part in line.parts if not part.household)
    return new_issue(home, words.strip(" ，。,")[:200], line=line.key)


def queue_line(row: QueueRow, today: date) -> QueueLine:
    """List an entry of the queue."""
    shape, role = MARKS.get(row.state, ("", "ink2"))
    is_read = row.state in ("read", "reviewed")
    late = text.whole(f"补记 {text.past_day(row.late_on, today)}") if row.late_on else ""
    return QueueLine(
        row.entry,
        row.author_name,
        "，".join(part for part in (row.grid_name, late) if part),
        row.summary,
        row.state_word if shape or is_read else "",
        "read" if is_read else shape,
        role,
        is_read,
    )
