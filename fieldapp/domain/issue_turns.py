"""Whose turn an issue is, what comes next, and how far it is along the six slips. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.issue_words import SIX, Deed, State
from fieldapp.domain.issues import ENDED, WAYS, Course, Hand

_S, _D = State, Deed


class Turn(StrEnum):
    """Whether an issue waits for whoever looks, for somebody else, or for nobody."""

    mine = "mine"
    others = "others"
    done = "done"


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at an issue: on whose side, and whether somebody else could ask how it went."""

    person: str
    hand: Hand
    is_alone: bool = False


class SlipMark(StrEnum):
    """How one of the six slips stands."""

    done = "done"
    now = "now"
    ahead = "ahead"
    skipped = "skipped"


_HOLDER: Mapping[State, str] = {
    _S.ordered: "网格员",
    _S.verified: "书记",
    _S.placed: "书记",
    _S.reported: "街道",
    _S.rated: "书记",
}
_NEXT: Mapping[State, str] = {
    _S.ordered: "核单",
    _S.verified: "下单",
    _S.placed: "定社区办还是报街道",
    _S.reported: "等街道派单",
    _S.dispatched: "等接单",
    _S.accepted: "去办",
    _S.in_progress: "办好记办结",
    _S.reopened: "再办一次",
    _S.resolved: "回访提的人，评单",
    _S.rated: "结案",
}
_MAIN: Mapping[Hand, Mapping[State, Deed]] = {
    Hand.worker: {
        _S.ordered: _D.verify,
        _S.reopened: _D.settle,
        _S.resolved: _D.rate,
    },
    Hand.secretary: {
        _S.ordered: _D.place,
        _S.verified: _D.place,
        _S.placed: _D.take_on,
        _S.reported: _D.dispatch,
        _S.dispatched: _D.accept,
        _S.accepted: _D.resolve,
        _S.in_progress: _D.resolve,
        _S.reopened: _D.take_on,
        _S.resolved: _D.rate,
        _S.rated: _D.close,
    },
}
"""The deed that is expected next, of each side."""
_SLIPS: tuple[frozenset[Deed], ...] = (
    frozenset(),
    frozenset({_D.verify}),
    frozenset({_D.place}),
    frozenset({_D.dispatch, _D.whistle}),
    frozenset({_D.accept, _D.arrive}),
    frozenset({_D.rate}),
)
"""By which deeds each of the six is done; the first is the issue itself."""
_NOW: Mapping[State, int] = {
    _S.ordered: 1,
    _S.verified: 2,
    _S.reported: 3,
    _S.dispatched: 4,
    _S.resolved: 5,
}


def was_settled(course: Course) -> bool:
    """Tell whether a worker did it herself, the last time that it was done."""
    done = [step.deed for step in course.way if step.deed in (_D.settle, _D.resolve)]
    return bool(done) and done[-1] == _D.settle


def holder(course: Course) -> str:
    """Say who has it now; "" where nobody has."""
    state = course.state
    if state in ENDED:
        return ""
    if state is _S.resolved:
        return "书记" if was_settled(course) else "网格员"
    if state is _S.reopened:
        return "网格员" if was_settled(course) else "书记"
    return _HOLDER.get(state) or course.unit or "社区"


def next_words(course: Course) -> str:
    """Say what comes next; "" where nothing does."""
    return _NEXT.get(course.state, "")


def may_rate(course: Course, looker: Looker) -> bool:
    """Tell whether somebody may ask how it went: whoever did it may not, where another can."""
    return course.resolver != looker.person or looker.is_alone


def turn(course: Course, looker: Looker) -> Turn:
    """Tell whose turn it is, for whoever looks."""
    if course.state in ENDED:
        return Turn.done
    if course.state is _S.resolved:
        is_mine = may_rate(course, looker)
    elif course.state is _S.in_progress:
        is_mine = looker.hand is Hand.secretary and course.way[-1].deed == _D.take_on
    else:
        side = Hand.secretary if holder(course) == "书记" else Hand.worker
        is_mine = holder(course) in ("书记", "网格员") and side is looker.hand
    return Turn.mine if is_mine else Turn.others


def offered(course: Course, looker: Looker) -> tuple[Deed, ...]:
    """List what somebody may do with an issue now, what is expected first."""
    found = [
        deed
        for deed, way in WAYS.items()
        if course.state in way.froms and looker.hand in way.hands
        if deed is not _D.rate or may_rate(course, looker)
    ]
    main = _MAIN[looker.hand].get(course.state)
    return tuple(sorted(found, key=lambda deed: deed is not main))


def main_deed(course: Course, looker: Looker) -> Deed | None:
    """Give the deed that is expected of somebody now; None where none is."""
    main = _MAIN[looker.hand].get(course.state)
    return main if main in offered(course, looker) else None


def slips(course: Course) -> tuple[tuple[str, SlipMark], ...]:
    """Tell how each of the six slips stands."""
    done = {place for place, deeds in enumerate(_SLIPS) if _is_done(course, deeds)} | {0}
    furthest = max(done)
    now = _NOW.get(course.state)
    is_over = course.state in ENDED or course.state in (_S.resolved, _S.rated)

    def mark(place: int) -> SlipMark:
        if place == now and place not in done:
            return SlipMark.now
        if place in done:
            return SlipMark.done
        is_last = place == len(SIX) - 1 and course.state not in ENDED
        return SlipMark.skipped if (is_over and not is_last) or place < furthest else SlipMark.ahead

    return tuple((word, mark(place)) for place, word in enumerate(SIX))


def _is_done(course: Course, deeds: frozenset[Deed]) -> bool:
    return any(step.deed in deeds for step in course.way)
