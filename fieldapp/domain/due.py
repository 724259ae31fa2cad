"""When a household is due, and why: the one place where visits and tags become a date.

Rules: docs/domain.md, tags and visits. Everything here is a function of what is known, whatever
the order in which it became known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fieldapp.domain.days import day_of
from fieldapp.domain.households import Home, all_tags, computed_tags, is_expected
from fieldapp.domain.tags import AGE80, ALONE, Catalogue, cadence_of

UNTAGGED_DAYS = 180
"""A household without a tag is due every half year."""
LONGEST_DAYS = 3660
"""No cadence is longer than ten years."""
FIRST_DAYS = 7
"""Elders alone and those of 80 or more are met within this many days of a fresh roster."""
REFUSALS_THAT_PAUSE, PAUSE_DAYS = 3, 90
"""After three refusals nobody knocks for a quarter, unless a tag asks for it."""

MET = frozenset({"met", "met_other", "declined_info"})
"""Outcomes in which somebody was met."""
IN_PERSON = frozenset({"door", "met_on_street", "visitor_came"})
"""Modes in which the worker stood before somebody; the others are calls and hearsay."""
GONE = frozenset({"vacant", "moved_out"})


@dataclass(frozen=True, slots=True)
class Contact:
    """A visit, a call or a knock in vain, as the due date needs it."""

    at_ms: int
    mode: str
    outcome: str
    next_due_on: date | None = None


def is_met(contact: Contact) -> bool:
    """Tell whether somebody of the household was met in person."""
    return contact.outcome in MET and contact.mode in IN_PERSON


def is_phoned(contact: Contact) -> bool:
    """Tell whether somebody was reached without being met."""
    return contact.outcome in MET and contact.mode not in IN_PERSON


@dataclass(frozen=True, slots=True)
class Cadence:
    """Days between visits, the tag that asks for it ("" when none that may be named does)."""

    days: int
    code: str = ""
    phone_counts: bool = False
    is_asked_for: bool = True


class DueState(StrEnum):
    """How a due date stands to today."""

    late = "late"
    today = "today"
    later = "later"
    none = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """When a household is due. `on` is None when nobody is to be met there for now.

    `reached_on` is the last contact that counts; None means never met.
    """

    on: date | None
    cadence: Cadence
    reached_on: date | None = None
    is_arranged: bool = False

    def state(self, today: date) -> DueState:
        """Say how it stands on a day."""
        if self.on is None:
            return DueState.none
        if self.on < today:
            return DueState.late
        return DueState.today if self.on == today else DueState.later

    def days_late(self, today: date) -> int:
        """Count the days since it was due; 0 when it is not late."""
        return max((today - self.on).days, 0) if self.on else 0


def cadence(home: Home, kinds: Catalogue, on: date) -> Cadence:
    """Give the strictest cadence of the living members' tags, or half a year."""
    asked = list(_asked(home, kinds, on))
    if home.published_days:
        asked.append(Cadence(_bounded(home.published_days)))
    if not asked:
        return Cadence(UNTAGGED_DAYS, phone_counts=home.is_away, is_asked_for=False)
    # Of two that ask alike, the one that wants to be met goes first.
    return min(asked, key=lambda one: (one.days, one.phone_counts, one.code == "", one.code))


def _asked(home: Home, kinds: Catalogue, on: date) -> Iterable[Cadence]:
    for person in home.people:
        computed = computed_tags(person, on)
        codes = person.tags | computed
        if codes and person.is_living:
            for code in sorted(codes):
                yield from _asked_by(code, kinds, is_80=AGE80 in computed)
    for code in sorted(home.tags):
        yield from _asked_by(code, kinds, is_80=AGE80 in all_tags(home, on))


def _asked_by(code: str, kinds: Catalogue, *, is_80: bool) -> Iterable[Cadence]:
    kind = kinds.get(code)
    days = cadence_of(kind, is_80=is_80) if kind else None
    if kind is not None and days:
        yield Cadence(_bounded(days), code if kind.level < 3 else "", kind.phone_counts)


def _bounded(days: int) -> int:
    return min(max(days, 1), LONGEST_DAYS)


def due(home: Home, contacts: Iterable[Contact], kinds: Catalogue, on: date) -> Due:
    """Say when the household is due next, as things stand on a day.

    Last met (or reached by telephone where the tag allows it) plus the cadence; a day agreed on
    at a later visit goes before; without any contact, the first date of a fresh roster. A door
    found vacant or moved out of is looked at again after half a year.
    """
    every = cadence(home, kinds, on)
    known = sorted(contacts, key=lambda one: (one.at_ms, one.mode, one.outcome))
    reached = [one for one in known if is_met(one) or (every.phone_counts and is_phoned(one))]
    reached_on = day_of(reached[-1].at_ms) if reached else None
    if not is_expected(home):
        return Due(None, every, reached_on)
    if is_gone(known):
        return Due(day_of(known[-1].at_ms) + timedelta(UNTAGGED_DAYS), every, reached_on)
    since = reached[-1].at_ms if reached else None
    arranged = _arranged(known, since)
    if arranged is not None:
        return Due(arranged, every, reached_on, is_arranged=True)
    first = reached_on + timedelta(every.days) if reached_on else first_due(home, every, on)
    return Due(_paused(first, known, since, every), every, reached_on)


def is_gone(contacts: Iterable[Contact]) -> bool:
    """Tell whether the last word on the door is that nobody lives there any more."""
    told = [one for one in contacts if one.outcome in MET or one.outcome in GONE]
    return bool(told) and max(told, key=lambda one: (one.at_ms, one.outcome)).outcome in GONE


def _arranged(known: list[Contact], since: int | None) -> date | None:
    """Give the day agreed on at the last contact, or at a knock after it."""
    agreed = [one.next_due_on for one in known if since is None or one.at_ms >= since]
    return next((day for day in reversed(agreed) if day is not None), None)


def _paused(first: date, known: list[Contact], since: int | None, every: Cadence) -> date:
    refusals = [
        one for one in known if one.outcome == "refused" and (since is None or one.at_ms > since)
    ]
    if every.is_asked_for or len(refusals) < REFUSALS_THAT_PAUSE:
        return first
    return max(first, day_of(refusals[-1].at_ms) + timedelta(PAUSE_DAYS))


def first_due(home: Home, every: Cadence, on: date) -> date:
    """Say when a household that was never met is due.

    One that split off is due at once. Others are spread over the cadence by a stable hash of the
    id, so that a fresh roster does not make every door due today; elders alone and those of 80
    or more come first.
    """
    start = home.imported_on or home.since_on
    if home.is_split:
        return home.since_on or start or on
    if start is None:
        return on
    return start + timedelta(_offset(home, every, on))


def _offset(home: Home, every: Cadence, on: date) -> int:
    chance = int.from_bytes(hashlib.sha256(home.id.encode()).digest()[:6], "big")
    if is_first(home, on) or every.days <= FIRST_DAYS:
        return chance % min(every.days, FIRST_DAYS)
    return FIRST_DAYS + chance % (every.days - FIRST_DAYS)


def is_first(home: Home, on: date) -> bool:
    """Tell whether somebody there lives alone as an elder, or is 80 or more."""
    return bool(all_tags(home, on) & {ALONE, AGE80})
