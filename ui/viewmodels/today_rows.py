"""The rows of 今天: doors due, lines without a tick, new 批示, campaigns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fieldapp.domain.days import day_of
from fieldapp.domain.reasons import day_text
from fieldapp.queries.campaigns import CampaignRow
from fieldapp.queries.diary import NewReviewRow
from fieldapp.queries.diary_lines import UntickedRow
from fieldapp.queries.due import DueRow
from fieldapp.queries.issues import IssueList
from fieldapp.queries.mentions import HouseholdRef
from fieldapp.queries.today import MetRow, TodayView
from ui import text
from ui.viewmodels.diary_rows import asked


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One line of the list: the heading of a building, or a door with its reason."""

    key: str
    is_group: bool
    title: str
    note: str = ""
    door: str = ""
    standing: str = ""
    word: str = ""
    sign: str = ""
    household: str = ""
    dwelling: str = ""


@dataclass(frozen=True, slots=True)
class IssueDue:
    """An issue that waits for whoever looks, with the day it was promised for."""

    key: str
    title: str
    detail: str
    word: str
    shape: str
    role: str


ISSUES_SHOWN = 3
"""So many stand on 今天; the others are one tap away."""


def issue_lines(found: IssueList) -> list[IssueDue]:
    """Draw what waits, the pressing first, and a last line that tells of the rest."""
    lines = [
        IssueDue(
            one.id,
            one.title,
            text.JOINT.join(part for part in (one.place, one.next_words) if part),
            one.due_text or one.state_word,
            "overdue" if one.is_late else "due" if one.is_due else "",
            "late" if one.is_late else "due" if one.is_due else "ink2",
        )
        for one in found.mine[:ISSUES_SHOWN]
    ]
    more = len(found.mine) - len(lines)
    if more > 0:
        lines.append(IssueDue("", f"还有 {text.counted(more, '件')}要我办的", "", "", "", "ink2"))
    return lines


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of an earlier day that waits for its tick."""

    key: str
    title: str
    detail: str
    is_ticked: bool


ASKED = "asked:"
"""How the key of a 批示 on a colleague's page begins: that page is not here to be opened."""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A 批示 that nobody answered yet."""

    key: str
    title: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """A campaign: how many doors are left, and until when."""

    key: str
    title: str
    sign: str
    until: str
    remaining: int
    count_text: str
    share: float


def lines_of(view: TodayView, now_ms: int) -> list[TodayLine]:
    """Lay the groups out as one list of headings and doors; what was met today comes last."""
    lines: list[TodayLine] = []
    signs = {one.id: sign_of(one) for one in view.campaigns}
    for group in view.groups:
        lines.append(TodayLine(f"g-{group.id}", True, group.title, group.note))
        lines += [_line(row, signs) for row in group.rows]
    if view.met_today:
        note = text.counted(len(view.met_today), "户")
        lines.append(TodayLine("g-met", True, "今天见到", note))
        lines += [_met_line(row, now_ms) for row in view.met_today]
    return lines


def _line(row: DueRow, signs: dict[str, str]) -> TodayLine:
    standing, word = text.standing_of(row.state), row.due_text
    if row.outcome_today:
        standing = text.outcome_standing(row.outcome_today)
        word = text.outcome_word(row.outcome_today)
    return TodayLine(
        key=row.household,
        is_group=False,
        title=row.name or "还没登记人",
        note=row.warning or row.reason,
        door=row.door,
        standing=standing,
        word=word,
        sign=next((signs.get(one, "campaign") for one in row.campaigns), ""),
        household=row.household,
        dwelling=row.dwelling,
    )


def _met_line(row: MetRow, now_ms: int) -> TodayLine:
    return TodayLine(
        key=f"met-{row.visit}",
        is_group=False,
        title=row.name or "还没登记人",
        note=text.when_text(row.at_ms, now_ms),
        door=row.full_door,
        standing=text.outcome_standing(row.outcome),
        word=text.outcome_word(row.outcome),
        household=row.household,
        dwelling=row.dwelling,
    )


def open_lines(
    rows: Sequence[UntickedRow], ticked: Sequence[OpenLine], now_ms: int
) -> list[OpenLine]:
    """Draw the lines without a tick; those ticked just now stay, so that a slip can be mended."""
    fresh = [OpenLine(one.line, _words(one), _places(one.households), False) for one in rows]
    known = {one.key for one in fresh}
    return [*fresh, *(one for one in ticked if one.key not in known)]


def _words(row: UntickedRow) -> str:
    """Say a line without its doors, which stand below it: a name at its start is left out."""
    names = {one.household: one.name for one in row.households}
    words = ""
    for part in row.parts:
        if part.household:
            words = words.rstrip() + (names.get(part.household, part.text) if words else "")
        else:
            words += part.text
    return words.strip() or row.text


def open_heading(rows: Collection[UntickedRow], now_ms: int) -> str:
    """Head the lines: 昨天没打钩 3 条."""
    yesterday = day_of(now_ms) - timedelta(1)
    when = "昨天" if all(one.on == yesterday for one in rows) else "前几天"
    return f"{when}没打钩 {text.counted(len(rows), '条')}" if rows else "打过钩了"


def review_card(row: NewReviewRow, now_ms: int) -> ReviewCard:
    """Draw a 批示."""
    review = row.review
    on = "今天的日记上" if row.on == day_of(now_ms) else f"{day_text(row.on)}的日记上"
    whose = f"{row.written_by} " if row.written_by else ""
    when = f"{text.when_text(review.at_ms, now_ms)} 批" if review.at_ms else ""
    told = "收到了，还没办" if review.replies else ""
    whom = asked(review, now_ms, is_mine=row.written_by != "")
    return ReviewCard(
        key=row.entry or f"{ASKED}{review.id}",
        title=f"{review.author_name} 批在 {whose}{on}",
        words=review.text or review.kind_word,
        note=text.JOINT.join(part for part in (whom, told, _names(row.households), when) if part),
    )


def campaign_card(row: CampaignRow, now_ms: int) -> CampaignCard:
    """Draw a campaign."""
    return CampaignCard(
        key=row.id,
        title=row.title,
        sign=sign_of(row),
        until=until_text(row, now_ms),
        remaining=row.left,
        count_text=f"{text.counted(row.total, '户')}见到 {row.met}",
        share=row.met / row.total if row.total else 0.0,
    )


def until_text(row: CampaignRow, now_ms: int) -> str:
    """Say until when a campaign runs: 今天 18:00 前."""
    if row.deadline_ms is None:
        return ""
    spoken = text.deadline_text(row.deadline_ms, now_ms)
    return f"已过 {spoken}" if row.deadline_ms < now_ms else f"{spoken} 前"


def sign_of(row: CampaignRow) -> str:
    """Give a campaign's sign."""
    return "snow" if "雪" in row.title else "campaign"


def _places(households: Sequence[HouseholdRef]) -> str:
    return "、".join(one.label for one in households)


def _names(households: Sequence[HouseholdRef]) -> str:
    return "、".join(f"{one.name} {one.door}".strip() for one in households)
