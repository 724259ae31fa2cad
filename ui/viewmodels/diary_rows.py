"""What 民情日记 lists: pages by day, and what the secretary wrote under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldapp.domain.days import day_of
from fieldapp.domain.diary_words import EntryState
from fieldapp.queries.diary import DiaryListRow, DiaryPage, NewReviewRow
from fieldapp.queries.mentions import HouseholdRef
from fieldapp.queries.review_rows import ReviewRow
from fieldapp.queries.sealed import SEALED
from fieldapp.queries.today import TodayView
from ui import text
from ui.viewmodels.diary_lines import EditLine

SHAPES = {
    EntryState.draft: "stored",
    EntryState.saved: "stored",
    EntryState.delivered: "delivered",
    EntryState.recorded: "posted",
    EntryState.read: "read",
    EntryState.instructed: "read",
    EntryState.withdrawn: "",
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One page in the list."""

    key: str
    month: str
    title: str
    summary: str
    word: str
    shape: str


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """What the secretary wrote, and the answers to it."""

    key: str
    entry: str
    author: str
    where: str
    words: str
    kind_word: str
    due: str
    answer: str
    can_answer: bool
    is_for_other: bool


@dataclass(frozen=True, slots=True)
class MetChip:
    """A door knocked at today, to begin a line with."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class DiaryState:
    """The page's head and foot; the lines are the editor's."""

    chosen: str = ""
    heading: str = ""
    weather: str = ""
    word: str = ""
    shape: str = "stored"
    urgency_word: str = ""
    category_words: tuple[str, ...] = ()
    can_withdraw: bool = False
    is_known: bool = False
    met_hint: str = ""


def entry_row(row: DiaryListRow, today: date) -> EntryRow:
    """List a page by its day."""
    title = "今天" if row.on == today else text.past_day(row.on, today)
    month = f"{row.on.month}月" if row.on.year == today.year else f"{row.on.year}年{row.on.month}月"
    words = row.first_line or "还没写字"
    return EntryRow(row.entry, month, title, words, row.state_word, SHAPES[row.state])


def echoed(rows: Sequence[EntryRow], key: str, lines: Sequence[EditLine]) -> list[EntryRow]:
    """Let the page that is open read in the list as in the editor; a sealed line says no word."""
    open_words = (one.text.replace("@", "") for one in lines if one.text and not one.is_sealed)
    words = next(open_words, SEALED if any(one.is_sealed for one in lines) else "")
    return [replace(row, summary=words) if words and row.key == key else row for row in rows]


def cards_here(
    page: DiaryPage | None, fresh: Sequence[NewReviewRow], now_ms: int
) -> list[ReviewCard]:
    """Show what stands under a page; under a page of today also what waits elsewhere."""
    own = own_cards(page, now_ms)
    held = {card.key for card in own}
    is_todays = page is None or page.on == day_of(now_ms)
    elsewhere = [
        card_elsewhere(one, now_ms) for one in fresh if is_todays and one.review.id not in held
    ]
    return [card for card in (*own, *elsewhere) if card.words or card.kind_word]


def met_chips(view: TodayView) -> list[MetChip]:
    """Offer the first doors knocked at today."""
    met = view.met_today[:5]
    return [MetChip(one.household, f"{one.full_door} {one.name}") for one in met]


def met_hint(count: int) -> str:
    """Say how an empty page can begin."""
    if count:
        return f"今天还没写。从见过的 {count} 户里挑一句，或者直接写。"
    return "今天还没写。一件事一行，@ 后面打首字母能点到户。"


def with_months(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """Let only the first page of a month carry its name."""
    before = ""
    shown = []
    for row in rows:
        shown.append(replace(row, month="" if row.month == before else row.month))
        before = row.month
    return shown


def own_cards(page: DiaryPage | None, now_ms: int) -> list[ReviewCard]:
    """Show what was written under a page."""
    reviews = page.reviews if page else ()
    return [card_of(one, page.entry, now_ms) for one in reviews if page]


def card_elsewhere(row: NewReviewRow, now_ms: int) -> ReviewCard:
    """Show a review that stands under another page, one's own or a colleague's."""
    day = text.past_day(row.on, day_of(now_ms))
    page = f"{row.written_by} {day}的日记上" if row.written_by else f"{day}那篇上"
    card = card_of(row.review, row.entry, now_ms, is_mine=row.written_by != "")
    return replace(card, where=f"批在 {page}，{card.where}")


def card_of(
    row: ReviewRow, entry: str, now_ms: int, *, author: str = "", is_mine: bool = False
) -> ReviewCard:
    """Show a review. `author`: who wrote the page, where she is not the one who looks.

    `is_mine`: it is for whoever looks, on a colleague's page.
    """
    where = text.when_text(row.at_ms, now_ms)
    if row.is_before_change:
        where += "，批在改动前"
    is_for_other = row.for_person != "" and not is_mine
    is_done = any(one.kind == "done" for one in row.replies)
    return ReviewCard(
        row.id,
        entry,
        row.author_name,
        where,
        row.text,
        row.kind_word,
        asked(row, now_ms, is_mine=is_mine, author=author),
        _answer(row, now_ms, is_for_other=is_for_other),
        row.kind != "acknowledged" and not is_done,
        is_for_other,
    )


def asked(row: ReviewRow, now_ms: int, *, is_mine: bool = False, author: str = "") -> str:
    """Say whom an instruction is for and until when: 给 王敏·11月24日 18:00 前."""
    name = row.for_name or (author if row.kind == "instruction" else "")
    whom = "给我" if is_mine else f"给 {name}" if name else ""
    until = f"{text.deadline_text(row.due_ms, now_ms)} 前" if row.due_ms else ""
    return text.JOINT.join(part for part in (whom, until) if part)


def _answer(row: ReviewRow, now_ms: int, *, is_for_other: bool) -> str:
    if not row.replies:
        return ""
    last = row.replies[-1]
    who = f"{last.author_name} " if is_for_other else ""
    return f"{who}回了：{last.kind_word}，{text.when_text(last.at_ms, now_ms)}"


def cards_under(page: DiaryPage, now_ms: int) -> list[ReviewCard]:
    """Show what stands under somebody else's page."""
    return [card_of(one, page.entry, now_ms, author=page.author_name) for one in page.reviews]


def page_word(page: DiaryPage, now_ms: int) -> str:
    """Say how far a page has come, and since when."""
    if page.is_draft:
        saved = text.when_text(page.saved_ms, now_ms) if page.saved_ms else ""
        return f"草稿，{saved} {text.STORED}" if saved else "草稿"
    if page.submitted_ms:
        return f"{page.state_word}，{text.when_text(page.submitted_ms, now_ms)} 交的"
    return page.state_word


def ref_of(household: str, label: str) -> HouseholdRef:
    """Make a mention of a household and its label."""
    door, _, name = label.partition(" ")
    return HouseholdRef(household, "", door, name, "")
