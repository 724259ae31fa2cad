"""An issue's way through the six slips: who may do what, and where it stands by its steps. Pure.

Each step names the one it follows, so the steps of an issue are a tree; two devices apart make two
branches of it. The longest branch is what happened, among equal ones the one that got further, so
that every device comes to the same by the steps alone, in whatever order they arrive, and no clock
decides. A step on another branch is *stale*: it stays as a comment, with its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.issue_words import Deed, State

MOST_REOPENED = 2
"""So often a dissatisfied answer sends an issue back by itself; then the secretary decides."""


class Hand(StrEnum):
    """On whose side somebody takes a step."""

    worker = "worker"
    secretary = "secretary"


WORKER, SECRETARY = frozenset({Hand.worker}), frozenset({Hand.secretary})
BOTH = WORKER | SECRETARY
UNFINISHED = frozenset(
    {
        State.ordered,
        State.verified,
        State.placed,
        State.reported,
        State.dispatched,
        State.accepted,
        State.in_progress,
        State.reopened,
    }
)
"""Nobody has done it yet."""
ENDED = frozenset({State.closed, State.declined, State.cancelled, State.merged})
OPEN = frozenset(State) - ENDED


@dataclass(frozen=True, slots=True)
class Way:
    """One deed: from which states, to which (None: it stays where it is), by whom.

    `needs` names what must be said: note, unit, rating, into_id, due_on.
    """

    froms: frozenset[State]
    to: State | None
    hands: frozenset[Hand]
    needs: tuple[str, ...] = ()


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


_S = State
WAYS: Mapping[Deed, Way] = {
    Deed.verify: Way(_from(_S.ordered), _S.verified, WORKER),
    Deed.settle: Way(_from(_S.ordered, _S.verified, _S.reopened), _S.resolved, WORKER),
    Deed.place: Way(_from(_S.ordered, _S.verified), _S.placed, SECRETARY),
    Deed.take_on: Way(_from(_S.placed, _S.reopened), _S.in_progress, SECRETARY),
    Deed.report: Way(_from(_S.placed, _S.reopened), _S.reported, SECRETARY),
    Deed.send_back: Way(_from(_S.placed), _S.ordered, SECRETARY, ("note",)),
    Deed.dispatch: Way(_from(_S.reported), _S.dispatched, SECRETARY, ("unit",)),
    Deed.whistle: Way(_from(_S.reported, _S.dispatched), _S.dispatched, SECRETARY, ("unit",)),
    Deed.accept: Way(_from(_S.dispatched), _S.accepted, SECRETARY),
    Deed.arrive: Way(_from(_S.dispatched), _S.accepted, SECRETARY),
    Deed.hand_back: Way(_from(_S.dispatched, _S.accepted), _S.reported, SECRETARY, ("note",)),
    Deed.start: Way(_from(_S.accepted), _S.in_progress, SECRETARY),
    Deed.resolve: Way(_from(_S.accepted, _S.in_progress), _S.resolved, SECRETARY),
    Deed.rate: Way(_from(_S.resolved), _S.rated, BOTH, ("rating",)),
    Deed.reopen: Way(_from(_S.rated), _S.reopened, SECRETARY, ("note",)),
    Deed.close: Way(_from(_S.rated), _S.closed, SECRETARY),
    Deed.decline: Way(_from(_S.ordered, _S.verified, _S.placed), _S.declined, BOTH, ("note",)),
    Deed.cancel: Way(UNFINISHED, _S.cancelled, BOTH),
    Deed.merge: Way(UNFINISHED, _S.merged, BOTH, ("into_id",)),
    Deed.urge: Way(UNFINISHED, None, BOTH),
    Deed.supervise: Way(UNFINISHED, None, SECRETARY, ("note",)),
    Deed.postpone: Way(UNFINISHED, None, SECRETARY, ("due_on",)),
    Deed.add: Way(OPEN, None, BOTH, ("note",)),
}
"""Department and street have no hand here: the secretary notes down what they did."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as its row has it; codes that are not known here are kept as they are."""

    id: str
    deed: str
    author: str
    after: str = ""
    from_state: str = ""
    to_state: str = ""
    note: str = ""
    unit: str = ""
    due_on: str = ""
    rating: str = ""
    into_id: str = ""
    at_ms: int = 0
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What the steps of an issue come to.

    `way` are the steps that count, in order; `beside` those that change nothing (催办, 补充);
    `stale` those that came too late and stay as comments.
    """

    state: State
    way: tuple[Step, ...] = ()
    beside: tuple[Step, ...] = ()
    stale: tuple[Step, ...] = ()

    @property
    def head(self) -> str:
        """The step that the next one follows; "" before the first."""
        return self.way[-1].id if self.way else ""

    @property
    def reopened(self) -> int:
        """How often it was sent back."""
        return sum(step.to_state == State.reopened for step in self.way)

    @property
    def resolver(self) -> str:
        """Who said last that it is done."""
        done = [step.author for step in self.way if step.to_state == State.resolved]
        return done[-1] if done else ""

    @property
    def unit(self) -> str:
        """The unit that has it or had it last."""
        named = [step.unit for step in self.way if step.unit]
        return named[-1] if named else ""

    @property
    def due_on(self) -> str:
        """Until when it is to be done, "" where nobody said or it is done; the last word counts.

        Which word is the last the steps say themselves, by what each follows, and no clock.
        """
        if self.state not in UNFINISHED:
            return ""
        said = [step for step in (*self.way, *self.beside) if step.due_on]
        return max(said, key=self._place_of).due_on if said else ""

    @property
    def last_word(self) -> str:
        """The step that one follows which changes nothing: the last such on the head, or that."""
        on_head = [step for step in self.beside if self._place_of(step)[0] == len(self.way) - 1]
        return max(on_head, key=self._place_of).id if on_head else self.head

    def _place_of(self, step: Step) -> tuple[int, int, str, str]:
        """Give after which step of the way it stands, and how many words lie between.

        Of two words said apart the later day counts. Where a step does not say what it follows, or
        that is not known, it stands where the way last led to the state that it was taken in.
        """
        places = {one.id: at for at, one in enumerate(self.way)}
        others = {one.id: one for one in (*self.beside, *self.stale)}
        at, depth = step, 0
        while at.id not in places and at.after in others and depth < len(others):
            at, depth = others[at.after], depth + 1
        if at.id in places:
            return places[at.id], depth, step.due_on, step.id
        led = [place for place, one in enumerate(self.way) if one.to_state == at.from_state]
        place = places.get(at.after, led[-1] if led else -1)
        return place, depth + 1, step.due_on, step.id

    def winner_over(self, stale: Step) -> Step | None:
        """Give the step that counts where a stale one does not: what stood there before it."""
        by_id = {step.id: step for step in self.stale}
        while stale.after in by_id:
            stale = by_id[stale.after]
        return next((step for step in self.way if step.after == stale.after), None)


def refusal_of(hand: Hand, deed: str) -> str | None:
    """Say why somebody on this side may not take a step; None when she may, or it is not known."""
    way = WAYS.get(Deed(deed)) if deed in WAYS else None
    if way is None or hand in way.hands:
        return None
    return "secretary_only" if Hand.secretary in way.hands else "worker_only"


def leads_to(deed: Deed, state: State, rating: str = "", reopened: int = 0) -> State | None:
    """Give the state after a deed; None where it is not to be done in this state."""
    way = WAYS[deed]
    if state not in way.froms:
        return None
    if deed is Deed.rate and rating == "dissatisfied" and reopened < MOST_REOPENED:
        return State.reopened
    return way.to or state


def fold(steps: Iterable[Step]) -> Course:
    """Compute where an issue stands. The order of `steps` does not matter."""
    moving: dict[str, Step] = {}
    beside: list[Step] = []
    for step in sorted(steps, key=lambda one: one.id):
        if step.deed in WAYS and WAYS[Deed(step.deed)].to is None:
            beside += [] if step.is_archived else [step]
        else:
            moving[step.id] = step
    return _Tree(moving).course(tuple(sorted(beside, key=lambda one: (one.at_ms, one.id))))


class _Tree:
    """The steps that change something, each under the one it follows."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        self._steps = steps
        self._below: dict[str, list[str]] = {}
        for step in steps.values():
            self._below.setdefault(step.after, []).append(step.id)
        self._states: dict[str, State] = {"": State.ordered}
        self._length: dict[str, int] = {}
        self._walk()

    def _walk(self) -> None:
        """Go down from the issue over the steps that fit where they stand, then measure upward."""
        reopened = {"": 0}
        order = [""]
        for at in order:
            for id_ in self._below.get(at, ()):
                to = _fits(self._steps[id_], self._states[at], reopened[at])
                if to is not None and id_ not in self._states:
                    self._states[id_] = to
                    reopened[id_] = reopened[at] + (to is State.reopened)
                    order.append(id_)
        for id_ in reversed(order[1:]):
            longest = max((self._length.get(one, 0) for one in self._below.get(id_, ())), default=0)
            # A step taken back still counts where others went on from it.
            counts = longest > 0 or not self._steps[id_].is_archived
            self._length[id_] = longest + 1 if counts else 0

    def course(self, beside: tuple[Step, ...]) -> Course:
        way: list[Step] = []
        at = ""
        while living := [one for one in self._below.get(at, ()) if self._length.get(one)]:
            at = max(sorted(living), key=lambda id_: (self._length[id_], _RANK[self._states[id_]]))
            way.append(self._steps[at])
        taken = {step.id for step in way}
        stale = [
            step
            for id_, step in sorted(self._steps.items())
            if id_ not in taken and not step.is_archived
        ]
        return Course(self._states[at], tuple(way), beside, tuple(stale))


def _fits(step: Step, state: State, reopened: int) -> State | None:
    """Give the state that a step leads to; None where it does not fit there."""
    if step.deed not in WAYS or step.from_state != state:
        return None
    to = leads_to(Deed(step.deed), state, step.rating, reopened)
    return to if to == step.to_state else None


_RANK: Mapping[State, int] = {state: place for place, state in enumerate(State)}
"""Of two steps taken apart from the same place the one that got further counts."""
