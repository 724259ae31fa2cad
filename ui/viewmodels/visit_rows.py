"""The page of a knock as it is drawn: what may be ticked, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fieldapp.queries.checklist import ChecklistItem
from fieldapp.queries.household import DoorPane, HouseholdCard
from ui import text
from ui.viewmodels.issue_argument import new_issue
from ui.viewmodels.visit_sheet import OTHERS, VisitSheet

_VALUES = {"ok": "fine", "concern": "matter", "not_seen": "unseen"}
_ANSWERS = {value: answer for answer, value in _VALUES.items()}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing looked at on the way; `value` is "", fine, matter or unseen."""

    key: str
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class MetChip:
    """Somebody who may have been met."""

    key: str
    label: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class VisitState:
    """The page, apart from its lists."""

    title: str = "敲门"
    context: str = ""
    address: str = ""
    outcome: str = ""
    note: str = ""
    promise: str = ""
    can_promise: bool = False
    warning: str = ""
    logged_text: str = ""
    logged_stage: str = ""
    next_text: str = ""
    is_known: bool = False


def carried(page: str, sheet: VisitSheet) -> str:
    """Write the argument with which a line goes on to the diary, or to a new issue."""
    words = sheet.note.strip()
    if page == "issues":
        return new_issue(sheet.household, words, sheet.visit)
    return f"household:{sheet.household}:{words}"


def answer_of(value: str) -> str:
    """Give the answer that a row's value stands for, "" for none."""
    return _ANSWERS.get(value, "")


def check_rows(items: Iterable[ChecklistItem], sheet: VisitSheet) -> list[CheckRow]:
    """Draw what may have been seen, with the answers given."""
    return [CheckRow(one.code, one.label, _VALUES.get(sheet.answer(one.code), "")) for one in items]


def met_chips(card: HouseholdCard, sheet: VisitSheet) -> list[MetChip]:
    """Draw who may have been met: who lives there, their relatives, others."""
    chips = [MetChip(one.id, one.name, one.id in sheet.met) for one in card.people]
    relatives = dict.fromkeys(
        one.emergency_relation for one in card.people if one.emergency_relation
    )
    return chips + [MetChip(who, who, who in sheet.met) for who in (*relatives, OTHERS)]


def state_of(
    before: VisitState, sheet: VisitSheet, pane: DoorPane | None, *, logged_ms: int, stage: str
) -> VisitState:
    """Draw the sheet at its door; title and the way on stay as they were."""
    card = pane.card if pane else None
    is_logged = sheet.visit != ""
    logged = text.logged_text(logged_ms, sheet.outcome, card.name if card else "")
    return replace(
        before,
        context=f"{pane.door} {card.title if card else ''}".strip() if pane else "",
        address=f"{pane.place} {pane.number}" if pane else "",
        outcome=sheet.outcome,
        note=sheet.note,
        promise=sheet.promise,
        can_promise=bool(sheet.household),
        warning=card.warning if card else "",
        logged_text=logged if is_logged else "",
        logged_stage=stage if is_logged else "",
        is_known=pane is not None,
    )
