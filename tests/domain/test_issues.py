"""The six slips: who may do what, and where an issue stands whatever the order of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.issue_turns import (
    Looker,
    SlipMark,
    Turn,
    holder,
    main_deed,
    may_rate,
    offered,
    slips,
    turn,
)
from fieldapp.domain.issue_words import DEED, STATE, Deed, State
from fieldapp.domain.issues import ENDED, WAYS, Course, Hand, Step, fold, leads_to, refusal_of

WANG, LIN = "wang", "lin"
WORKER, SECRETARY = Looker(WANG, Hand.worker), Looker(LIN, Hand.secretary)


def taken(stand: Course, deed: Deed, author: str = LIN, **said: object) -> Step:
    """Give the step somebody takes who sees an issue like this."""
    number = len(stand.way) + len(stand.beside) + len(stand.stale)
    rating = str(said.pop("rating", ""))
    to = leads_to(deed, stand.state, rating, stand.reopened)
    base = Step(
        f"{deed}-{author}-{number}",
        str(deed),
        author,
        stand.head if WAYS[deed].to else "",
        str(stand.state),
        str(to) if WAYS[deed].to else "",
        rating=rating,
    )
    return replace(base, **said)


def along(*deeds: Deed, author: str = LIN) -> list[Step]:
    """Take deeds one after the other."""
    steps: list[Step] = []
    for deed in deeds:
        rating = "satisfied" if deed is Deed.rate else ""
        steps.append(taken(fold(steps), deed, author, rating=rating))
    return steps


WHOLE_WAY = (
    Deed.verify,
    Deed.place,
    Deed.report,
    Deed.dispatch,
    Deed.accept,
    Deed.start,
    Deed.resolve,
    Deed.rate,
    Deed.close,
)


def test_the_six_slips_lead_from_the_first_to_the_end() -> None:
    stand = fold(along(*WHOLE_WAY))
    assert stand.state is State.closed
    assert stand.stale == ()
    assert {mark for _, mark in slips(stand)} == {SlipMark.done}


def test_what_is_settled_on_the_spot_skips_the_middle() -> None:
    stand = fold(along(Deed.settle, author=WANG))
    marks = [mark for _, mark in slips(stand)]
    assert marks == [
        SlipMark.done,
        SlipMark.skipped,
        SlipMark.skipped,
        SlipMark.skipped,
        SlipMark.skipped,
        SlipMark.now,
    ]


def test_of_two_steps_taken_apart_the_later_slip_counts_and_the_other_is_a_comment() -> None:
    fresh = fold([])
    verified, placed = taken(fresh, Deed.verify, WANG), taken(fresh, Deed.place, LIN)
    stand = fold([verified, placed])
    assert stand.state is State.placed
    assert stand.stale == (verified,)
    assert stand.winner_over(verified) == placed


def test_what_others_went_on_from_outweighs_a_single_late_step() -> None:
    steps = along(Deed.verify, Deed.place)
    late = taken(fold([]), Deed.cancel, WANG)
    stand = fold([*steps, late])
    assert stand.state is State.placed
    assert stand.stale == (late,)


def test_what_follows_a_stale_step_is_stale_with_it() -> None:
    fresh = fold([])
    verified = taken(fresh, Deed.verify, WANG)
    settled = taken(fold([verified]), Deed.settle, WANG)
    secretarys = along(Deed.place, Deed.report, Deed.dispatch)
    stand = fold([*secretarys, verified, settled])
    assert stand.state is State.dispatched
    assert set(stand.stale) == {verified, settled}
    assert stand.winner_over(settled) == secretarys[0]


def test_a_step_taken_back_counts_no_more() -> None:
    (verified,) = along(Deed.verify)
    assert fold([replace(verified, is_archived=True)]).state is State.ordered


def test_a_step_taken_back_stays_where_somebody_went_on_from_it() -> None:
    verified, placed = along(Deed.verify, Deed.place)
    stand = fold([replace(verified, is_archived=True), placed])
    assert stand.state is State.placed


def test_whoever_is_not_content_sends_it_back_twice_and_then_the_secretary_decides() -> None:
    steps = along(Deed.settle, author=WANG)
    for _ in range(2):
        steps.append(taken(fold(steps), Deed.rate, rating="dissatisfied"))
        assert fold(steps).state is State.reopened
        steps.append(taken(fold(steps), Deed.settle, WANG))
    steps.append(taken(fold(steps), Deed.rate, rating="dissatisfied"))
    assert fold(steps).state is State.rated


def test_a_step_that_claims_another_state_than_its_deed_leads_to_is_a_comment() -> None:
    forged = replace(taken(fold([]), Deed.verify), to_state=str(State.closed))
    assert fold([forged]).state is State.ordered


def test_a_deed_that_is_not_known_here_is_kept_and_moves_nothing() -> None:
    newer = Step("s", "mediate", LIN, "", "ordered", "mediated")
    assert fold([newer]) == Course(State.ordered, (), (), (newer,))


def test_steps_that_name_each_other_in_a_circle_move_nothing() -> None:
    one = Step("1", "verify", LIN, "2", "ordered", "verified")
    other = Step("2", "verify", LIN, "1", "ordered", "verified")
    assert fold([one, other]).state is State.ordered


def test_the_last_day_said_counts_while_it_is_not_done() -> None:
    steps = along(Deed.verify, Deed.place)
    steps[1] = replace(steps[1], due_on="2026-11-24", at_ms=1)
    put_off = taken(fold(steps), Deed.postpone, due_on="2026-11-27", at_ms=2)
    assert fold([*steps, put_off]).due_on == "2026-11-27"
    assert fold([*steps, put_off, *[taken(fold(steps), Deed.cancel)]]).due_on == ""


def test_a_day_said_last_counts_whatever_the_clocks_say() -> None:
    steps = along(Deed.verify, Deed.place)
    steps[1] = replace(steps[1], due_on="2026-11-24", at_ms=9)
    for number, day in enumerate(("2026-11-30", "2026-11-27")):
        stand = fold(steps)
        word = taken(stand, Deed.postpone, due_on=day, at_ms=5 - number)
        steps.append(replace(word, after=stand.last_word))
        assert fold(steps).due_on == day
    dispatched = taken(fold(steps), Deed.report, due_on="2026-11-25")
    assert fold([*steps, dispatched]).due_on == "2026-11-25"


def test_of_days_said_apart_the_later_one_counts() -> None:
    steps = along(Deed.verify, Deed.place)
    said = [
        taken(fold(steps), Deed.postpone, id=name, due_on=day, at_ms=at, after=fold(steps).head)
        for name, day, at in (("a", "2026-11-30", 1), ("b", "2026-11-27", 2))
    ]
    assert fold([*steps, *said]).due_on == fold([*said, *steps]).due_on == "2026-11-30"


def test_words_that_name_each_other_in_a_circle_are_placed() -> None:
    one = Step("1", "postpone", LIN, "2", "ordered", due_on="2026-11-24")
    other = Step("2", "postpone", LIN, "1", "ordered", due_on="2026-11-25")
    assert fold([one, other]).due_on == "2026-11-25"


@pytest.mark.parametrize("deed", [Deed.verify, Deed.settle])
def test_the_secretary_does_not_verify_for_the_worker(deed: Deed) -> None:
    assert refusal_of(Hand.secretary, deed) == "worker_only"


@pytest.mark.parametrize("deed", [Deed.place, Deed.report, Deed.dispatch, Deed.close])
def test_placing_and_closing_are_the_secretarys(deed: Deed) -> None:
    assert refusal_of(Hand.worker, deed) == "secretary_only"


def test_every_deed_is_somebodys_and_has_a_word() -> None:
    assert set(WAYS) == set(DEED) == set(Deed)
    assert all(way.hands and way.froms for way in WAYS.values())
    assert set(STATE) == set(State)


def test_nothing_leads_out_of_an_end() -> None:
    assert not [deed for deed, way in WAYS.items() if way.froms & ENDED]


def test_every_open_state_has_a_way_on() -> None:
    leaving = {state for way in WAYS.values() if way.to for state in way.froms}
    assert leaving == set(State) - ENDED


def test_closing_is_not_possible_before_somebody_was_asked() -> None:
    assert leads_to(Deed.close, State.resolved) is None


def test_whoever_did_it_is_not_who_asks_how_it_went() -> None:
    stand = fold(along(Deed.settle, author=WANG))
    assert not may_rate(stand, WORKER)
    assert Deed.rate not in offered(stand, WORKER)
    assert may_rate(stand, SECRETARY)


def test_whoever_is_alone_may_ask_herself() -> None:
    stand = fold(along(Deed.settle, author=WANG))
    assert main_deed(stand, replace(WORKER, is_alone=True)) is Deed.rate


@pytest.mark.parametrize(
    ("deeds", "worker", "secretary", "who"),
    [
        ((), Turn.mine, Turn.others, "网格员"),
        ((Deed.verify,), Turn.others, Turn.mine, "书记"),
        (WHOLE_WAY[:3], Turn.others, Turn.others, "街道"),
        (WHOLE_WAY[:7], Turn.mine, Turn.others, "网格员"),
        (WHOLE_WAY[:8], Turn.others, Turn.mine, "书记"),
        (WHOLE_WAY, Turn.done, Turn.done, ""),
    ],
)
def test_everybody_sees_whose_turn_it_is(
    deeds: Sequence[Deed], worker: Turn, secretary: Turn, who: str
) -> None:
    stand = fold(along(*deeds))
    assert (turn(stand, WORKER), turn(stand, SECRETARY), holder(stand)) == (worker, secretary, who)


def test_what_the_community_does_itself_is_the_secretarys_turn() -> None:
    stand = fold(along(Deed.place, Deed.take_on))
    assert (turn(stand, SECRETARY), holder(stand)) == (Turn.mine, "社区")


def test_what_a_unit_has_is_in_its_hands() -> None:
    steps = along(*WHOLE_WAY[:3])
    steps.append(taken(fold(steps), Deed.dispatch, unit="供热站"))
    assert holder(fold(steps)) == "供热站"


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Steps of people who each saw some of what the others had done."""
    steps: list[Step] = []
    for number in range(draw(st.integers(0, 14))):
        seen = [step for step in steps if draw(st.integers(0, 3))]
        stand = fold(seen)
        possible = [deed for deed, way in WAYS.items() if stand.state in way.froms]
        if not possible:
            continue
        deed = draw(st.sampled_from(possible))
        rating = draw(st.sampled_from(["satisfied", "dissatisfied"]))
        step = taken(stand, deed, draw(st.sampled_from([WANG, LIN])), rating=rating)
        is_archived = draw(st.integers(0, 9)) == 0
        at_ms = draw(st.integers(0, 3))
        if deed is Deed.postpone:
            day = f"2026-11-2{draw(st.integers(0, 9))}"
            step = replace(step, due_on=day, after=draw(st.sampled_from(["", stand.last_word])))
        id_ = f"{draw(st.integers(0, 9))}-{number}"
        steps.append(replace(step, id=id_, is_archived=is_archived, at_ms=at_ms))
    return steps


@given(histories(), st.randoms())
def test_any_order_of_arrival_gives_the_same(steps: list[Step], dice: object) -> None:
    mixed = list(steps)
    dice.shuffle(mixed)
    assert fold(mixed) == fold(steps)
    assert fold(mixed).due_on == fold(steps).due_on


@given(histories())
def test_no_step_is_lost_and_none_is_told_twice(steps: list[Step]) -> None:
    stand = fold(steps)
    told = [*stand.way, *stand.beside, *stand.stale]
    assert len(told) == len({step.id for step in told})
    living = {step.id for step in steps if not step.is_archived}
    assert living <= {step.id for step in told} <= {step.id for step in steps}


@given(histories())
def test_the_steps_that_count_are_a_way_that_may_be_gone(steps: list[Step]) -> None:
    state, reopened, head = State.ordered, 0, ""
    for step in fold(steps).way:
        assert (step.after, step.from_state) == (head, state)
        to = leads_to(Deed(step.deed), state, step.rating, reopened)
        assert to == step.to_state
        assert to is not None
        state, head = to, step.id
        reopened += to is State.reopened
    assert fold(steps).state is state


@given(histories())
def test_a_step_that_arrives_late_never_takes_back_two_that_were_known(steps: list[Step]) -> None:
    """What was agreed by more steps than a single late one stands."""
    living = [step for step in steps if not step.is_archived]
    before = fold(living)
    late = replace(taken(fold([]), Deed.cancel, WANG), id="late")
    after = fold([*living, late])
    if len(before.way) > 1:
        assert after.way == before.way
