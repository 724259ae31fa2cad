"""A household's card as the page draws it: what stands alone, and the rows of its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fieldapp.queries.contacts import ContactRow
from fieldapp.queries.history import HistoryLine
from fieldapp.queries.household import HouseholdCard
from fieldapp.queries.person import PersonRow
from fieldapp.queries.photos import PhotoRow, Photos
from fieldapp.queries.visits import VisitRow
from ui import text
from ui.viewmodels.issue_argument import held
from ui.viewmodels.photo_rows import count_of

CARD_KINDS = frozenset(
    "household dwelling resident member care visit promise campaign tag_kind sync".split()
)
"""After a change of these a card is asked for again."""


@dataclass(frozen=True, slots=True)
class HouseholdState:
    """The card, apart from its lists."""

    door: str = ""
    context: str = ""
    standing: str = ""
    word: str = ""
    warning: str = ""
    access_note: str = ""
    going: str = ""
    household: str = ""
    dwelling: str = ""
    people_heading: str = ""
    promise_heading: str = ""
    visit_link: str = ""
    verified: str = ""
    stage: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    is_known: bool = False
    saved: str = ""
    call_title: str = ""
    call_number: str = ""
    visit_title: str = ""
    visit_note: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: what is read, what is masked, what was opened."""

    key: str
    name: str
    summary: str
    birth: str
    tags: tuple[str, ...]
    hidden: int
    hidden_text: str
    shown_tags: str
    masked_id: str
    shown_id: str
    can_reveal: bool
    speech: str
    note: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to ring."""

    key: str
    title: str
    shown: str
    number: str
    note: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """Something promised here."""

    key: str
    title: str
    detail: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class HouseholdIssue:
    """Something asked for here that is not done yet."""

    key: str
    title: str
    detail: str
    word: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit of the past."""

    key: str
    day: str
    standing: str
    word: str
    note: str
    stage: str
    photo: str = ""
    photo_text: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Who changed what, and when."""

    key: str
    what: str
    who: str


def state_of(card: HouseholdCard, before: HouseholdState) -> HouseholdState:
    """Draw the card, apart from its lists; what was opened and said stays."""
    mark = text.mark_of(card.standing)
    open_promises = sum(not one.is_kept for one in card.promises)
    return HouseholdState(
        saved=before.saved,
        call_title=before.call_title,
        call_number=before.call_number,
        visit_title=before.visit_title,
        visit_note=before.visit_note,
        door=card.door,
        context=text.JOINT.join(part for part in (card.title, card.place) if part),
        standing=mark.standing,
        word=mark.word,
        warning=card.warning,
        access_note=card.access_note,
        going=card.going,
        household=card.household,
        dwelling=card.dwelling,
        people_heading=f"家里 {text.counted(len(card.people), '口人')}"
        if card.people
        else "家里还没登记人",
        promise_heading=f"答应过的 {text.counted(open_promises, '件')}" if open_promises else "",
        visit_link=f"全部 {text.counted(card.visit_count, '次')}"
        if card.visit_count > len(card.visits)
        else "",
        verified=card.verified_text,
        stage=str(card.sync),
        tags=tuple(chip.name for chip in card.tags),
        note=card.note,
        is_known=True,
    )


def person_lines(card: HouseholdCard, opened: Mapping[tuple[str, str], str]) -> list[PersonLine]:
    """Draw the people; `opened` holds what was behind the masks that were tapped."""
    return [_person(one, opened) for one in card.people]


def _person(one: PersonRow, opened: Mapping[tuple[str, str], str]) -> PersonLine:
    return PersonLine(
        key=one.id,
        name=one.name,
        summary=one.summary,
        birth=f"{one.birth}生" if one.birth else "",
        tags=tuple(chip.name for chip in one.tags),
        hidden=0 if (one.id, "tags") in opened else one.hidden,
        hidden_text=f"{one.hidden} 项已遮，点开看" if one.can_reveal else f"{one.hidden} 项已遮",
        shown_tags=opened.get((one.id, "tags"), ""),
        masked_id=one.masked_id,
        shown_id=opened.get((one.id, "id_no"), ""),
        can_reveal=one.can_reveal,
        speech="，".join(part for part in (one.speaks, one.hearing_note) if part),
        note=one.note,
    )


def contact_lines(card: HouseholdCard) -> list[ContactLine]:
    """Draw the people who can be reached."""
    return [
        ContactLine(
            key=f"{one.title}-{one.number}",
            title=one.title,
            shown=one.shown or one.name,
            number=one.number,
            note="，".join(part for part in (_unsaid_name(one), one.note) if part),
        )
        for one in card.contacts
    ]


def _unsaid_name(one: ContactRow) -> str:
    """Give whose number it is, unless the number or the note says so already."""
    return one.name if one.shown and one.name not in one.note else ""


def issue_rows(card: HouseholdCard) -> list[HouseholdIssue]:
    """Draw the issues that are not done."""
    return [
        HouseholdIssue(
            one.id,
            one.title,
            text.JOINT.join(part for part in (held(one.holder), one.due_text) if part),
            one.state_word,
        )
        for one in card.issues
    ]


def promise_lines(card: HouseholdCard, now_ms: int) -> list[PromiseLine]:
    """Draw the promises, those still open first."""
    rows = sorted(card.promises, key=lambda one: (one.is_kept, -one.made_ms))
    return [
        PromiseLine(
            one.id,
            one.text,
            "，".join(
                part
                for part in (
                    f"{text.when_text(one.made_ms, now_ms)} 答应的",
                    one.author_name,
                    str(one.sync),
                )
                if part
            ),
            one.is_kept,
        )
        for one in rows
    ]


def _nowhere(_: PhotoRow) -> str:
    return ""


def visit_lines(
    visits: tuple[VisitRow, ...],
    photos: Photos | None = None,
    source_of: Callable[[PhotoRow], str] = _nowhere,
) -> list[VisitLine]:
    """Draw the last visits, each with its first photograph and how far all of them got."""
    hung = photos or {}
    return [
        VisitLine(
            one.id,
            one.day_text,
            text.outcome_standing(one.outcome, one.mode),
            one.word,
            one.note or "，".join(one.concerns),
            "" if str(one.sync) == text.POSTED else str(one.sync),
            next((source_of(row) for row in hung.get(one.id, ()) if row.is_here), ""),
            count_of(hung.get(one.id, ())),
        )
        for one in visits
    ]


def history_row(one: HistoryLine) -> HistoryRow:
    """Draw one field that was changed: from what to what, by whom, when, on which device."""
    where = "这台平板" if one.is_this_device else "别的平板"
    told = (one.author_name, one.when_text, where, one.outcome or str(one.sync))
    return HistoryRow(
        f"{one.change_id}/{one.field}",
        f"{one.label}：{one.old or '空'} → {one.new or '空'}",
        "，".join(part for part in told if part),
    )
