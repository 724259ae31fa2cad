"""What 事项 lists: issues by whose turn it is, the six slips, the steps, and what can be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fieldapp.domain.issue_words import CATEGORY, RATING, Deed
from fieldapp.domain.reasons import day_text
from fieldapp.queries.issue_page import IssueDeed, IssueStepRow, IssueView
from fieldapp.queries.issues import IssueList, IssueRow
from fieldapp.queries.marks import SyncMark
from ui import text
from ui.viewmodels.issue_argument import held

_SLIP_SHAPE = {
    "done": ("met", "met"),
    "now": ("due", "due"),
    "ahead": ("", "ink3"),
    "skipped": ("away", "ink3"),
}
_SLIP_WORD = {"done": "办了", "now": "该这一步了", "ahead": "还没到", "skipped": "没用上"}


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue in the list, or the heading of a group."""

    key: str
    is_group: bool
    title: str
    note: str = ""
    place: str = ""
    detail: str = ""
    standing: str = ""
    word: str = ""
    shape: str = ""
    role: str = "ink2"


@dataclass(frozen=True, slots=True)
class SlipMarkLine:
    """One of the six slips with its mark."""

    key: str
    word: str
    shape: str
    role: str
    said: str
    is_strong: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the way: when, what and who, the words, and why it came too late."""

    key: str
    when: str
    word: str
    about: str
    note: str
    stale: str
    shape: str
    role: str
    stored: str
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that can be chosen, with its word."""

    key: str
    word: str


CATEGORIES = tuple(Choice(code, word) for code, word in CATEGORY.items())
RATINGS = tuple(Choice(code, word) for code, word in RATING.items())


def issue_lines(found: IssueList, *, shows_grid: bool) -> Iterator[IssueLine]:
    """List the issues, those that wait for whoever looks first."""
    groups: tuple[tuple[str, str, Sequence[IssueRow]], ...] = (
        ("mine", "要我办的", found.mine),
        ("others", "等别人的", found.others),
        ("done", "已办结", found.done),
    )
    for key, title, rows in groups:
        if rows:
            count = text.counted(found.done_count if key == "done" else len(rows), "件")
            yield IssueLine(f"group-{key}", True, title, count)
            yield from (_line(row, shows_grid=shows_grid) for row in rows)


def _line(row: IssueRow, *, shows_grid: bool) -> IssueLine:
    place = row.place if row.household or shows_grid else ""
    shape, role = ("overdue", "late") if row.is_late else ("due", "due") if row.is_due else ("", "")
    return IssueLine(
        row.id,
        False,
        row.title,
        place=place,
        detail=text.JOINT.join(part for part in (held(row.holder), row.since_text) if part),
        standing=row.state_word,
        word=row.due_text,
        shape=shape,
        role=role or "ink2",
    )


def merge_lines(found: IssueList, issue: IssueRow) -> list[IssueLine]:
    """List what an issue can be merged into: what is under way in its grid, its household first."""
    rows = [row for row in (*found.mine, *found.others) if row.grid == issue.grid]
    rows.sort(key=lambda row: row.household != issue.household)
    return [_line(row, shows_grid=False) for row in rows if row.id != issue.id]


def slip_marks(view: IssueView) -> list[SlipMarkLine]:
    """Give the six slips with their marks."""
    found = []
    for slip in view.slips:
        shape, role = _SLIP_SHAPE[slip.mark]
        spoken = f"{slip.word}，{_SLIP_WORD[slip.mark]}"
        found.append(SlipMarkLine(slip.word, slip.word, shape, role, spoken, slip.mark == "now"))
    return found


def step_lines(view: IssueView) -> list[StepLine]:
    """Give the way so far, the raising first."""
    row = view.row
    whom = f"替{view.on_behalf_of}提的" if view.on_behalf_of else ""
    about = "，".join(part for part in (row.author_name, whom, view.origin_word) if part)
    first = StepLine(
        row.id, row.raised_text, "点单", about, "", "", "met", "met", "", view.can_take_back
    )
    return [first, *(_step(step) for step in view.steps)]


def _step(step: IssueStepRow) -> StepLine:
    parts = (step.who, step.unit, step.rating_word, step.due_text)
    shape, role = ("hint", "due") if step.stale_text else ("met", "met")
    if step.is_beside:
        shape, role = "posted", "ink2"
    return StepLine(
        step.id,
        step.when_text,
        step.word,
        "，".join(part for part in parts if part),
        step.note,
        step.stale_text,
        "icon-hint" if step.stale_text else shape,
        role,
        "" if step.sync is SyncMark.entered else str(step.sync.value),
        step.can_take_back,
    )


@dataclass(frozen=True, slots=True)
class IssuesState:
    """The list's head, the chosen issue, and what was saved last."""

    chosen: str = ""
    heading: str = ""
    title: str = ""
    state_word: str = ""
    place: str = ""
    household: str = ""
    holder_text: str = ""
    next_text: str = ""
    due_text: str = ""
    is_late: bool = False
    about: str = ""
    category: str = ""
    late_text: str = ""
    into: str = ""
    into_text: str = ""
    main: str = ""
    main_text: str = ""
    wants_unit: bool = False
    wants_due: bool = False
    wants_rating: bool = False
    is_merging: bool = False
    can_say: bool = False
    rating: str = ""
    due: int = 0
    saved: str = ""
    saved_step: str = ""
    is_empty: bool = False
    is_known: bool = False
    is_writing: bool = False
    is_asked: bool = False


DUE_DAYS = (0, 1, 3, 7, 15)
"""Days ahead that can be arranged with one tap; what is arranged is about."""
WITH_DAY = frozenset({Deed.place, Deed.take_on, Deed.dispatch, Deed.whistle, Deed.postpone})
"""What a day is arranged with."""


def due_choices(today: date) -> list[Choice]:
    """Give the days that can be arranged, none first."""
    days = [
        Choice(str(one), f"{_about(one)}，{day_text(today + timedelta(one))}") for one in DUE_DAYS
    ]
    return [Choice("", "不约日子"), *days]


def shown(state: IssuesState, view: IssueView, deeds: Sequence[IssueDeed]) -> IssuesState:
    """Put an issue, and what can be done with it, in place of what the page showed."""
    row = view.row
    main = next((one for one in deeds if one.is_main), None)
    late = [step.stale_text for step in view.steps if step.stale_text and step.is_mine]
    is_told = not state.saved_step or _is_on_this_device_only(view, state.saved_step)
    return replace(
        state,
        saved=state.saved if is_told else "",
        title=row.title,
        state_word=row.state_word,
        place=row.place,
        household=row.household,
        holder_text=f"{held(row.holder)}，{row.since_text} 起" if row.holder else "",
        next_text=row.next_words,
        due_text=row.due_text,
        is_late=row.is_late,
        about=view.text,
        category=row.category_word,
        late_text=f"{late[-1]}。" if late else "",
        into=view.into[0],
        into_text=view.into[1],
        main=main.deed if main else "",
        main_text=main.word if main else "",
        wants_unit=needs(deeds, "unit"),
        wants_due=any(one.deed in WITH_DAY for one in deeds),
        wants_rating=needs(deeds, "rating"),
        can_say=bool(deeds),
    )


def _is_on_this_device_only(view: IssueView, saved: str) -> bool:
    """Tell whether what was saved last, a step or the issue, is still the last word and unsent."""
    row = view.row
    if saved == row.id:
        return view.can_take_back and row.sync is not SyncMark.entered
    step = next((one for one in view.steps if one.id == saved), None)
    return step is not None and step.can_take_back and step.sync is not SyncMark.entered


def needs(deeds: Iterable[IssueDeed], what: str) -> bool:
    """Tell whether any of these needs something to be said."""
    return any(what in one.needs for one in deeds)


def _about(days: int) -> str:
    return {0: "约今天", 1: "约明天"}.get(days, f"约 {days} 天")
