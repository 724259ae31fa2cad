"""What 批阅 lists: the entries of the queue, and the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldapp.domain.days import day_of
from fieldapp.queries.diary import DiaryPage, LineRow
from fieldapp.queries.mentions import TextPart
from fieldapp.queries.reviews import QueueRow, ReviewQueue
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
    """One line of the page, cut at its mentions. `is_closed`: its words wait for a tap."""

    key: str
    parts: tuple[TextPart, ...]
    is_ticked: bool
    is_sealed: bool = False
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The chosen page's head, and what was done last."""

    context: str = ""
    chosen: str = ""
    title: str = ""
    when: str = ""
    word: str = ""
    shape: str = ""
    role: str = "ink2"
    tags: tuple[str, ...] = ()
    known: str = ""
    author: str = ""
    due: int = 0
    done_text: str = ""
    done_review: str = ""
    is_known: bool = False
    is_hidden: bool = False


def context_of(queue: ReviewQueue) -> str:
    """Tell how many there are, and how many are unread."""
    count = text.counted(queue.total, "篇")
    unread = text.counted(queue.unread, "篇")
    if not queue.total:
        return ""
    return f"{count}，还有 {unread}没看" if queue.unread else f"{count}，都看过了"


def head_of(state: ReviewState, page: DiaryPage, now_ms: int) -> ReviewState:
    """Tell what stands around the lines of a page."""
    shape, role = MARKS.get(page.urgency, ("", "ink2"))
    is_open = page.state not in ("read", "instructed")
    handed = f"{text.when_text(page.submitted_ms, now_ms)} 交来" if page.submitted_ms else ""
    return replace(
        state,
        title=f"{page.author_name}，{text.past_day(page.on, day_of(now_ms))}",
        when="，".join(part for part in (page.grid_name, handed) if part),
        word=page.urgency_word if is_open and shape else page.state_word,
        shape=shape if is_open and shape else "read" if not is_open else "",
        role=role if is_open else "ink2",
        tags=page.category_words,
        known="；".join(f"{one.name}：{one.note}" for one in page.households[:2]),
        author=page.author_name,
        is_hidden=any(one.is_closed for one in page.lines),
    )


def as_issue(lines: Sequence[PageLine]) -> str:
    """Give the first line that is not dealt with as the beginning of an issue.

    A sealed one comes after the others, and no word of it goes along.
    """
    undone = sorted((one for one in lines if not one.is_ticked), key=lambda one: one.is_sealed)
    line = undone[0] if undone else PageLine("", (), False)
    if line.is_sealed:
        return new_issue(line=line.key)
    home = next((part.household for part in line.parts if part.household), "")
    words = "".join(part.text for part in line.parts if not part.household)
    return new_issue(home, words.strip(" ，。,")[:200], line=line.key)


def page_line(row: LineRow) -> PageLine:
    """Show a line of the page."""
    return PageLine(row.id, row.parts, row.is_ticked, row.is_sealed, row.is_closed)


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
