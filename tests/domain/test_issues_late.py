"""Words and steps of an issue that come late: of several the last counts, taken back none."""

from __future__ import annotations

from dataclasses import replace

from fieldapp.domain.issue_words import State
from fieldapp.domain.issues import Step, fold

LIN, WANG = "lin", "wang"
VERIFIED = Step("1", "verify", WANG, "", "ordered", "verified")
PLACED = Step("2", "place", LIN, "1", "verified", "placed")


def test_of_three_days_said_one_after_the_other_the_last_counts() -> None:
    steps = [VERIFIED]
    for number, day in enumerate(("2026-11-24", "2026-11-30", "2026-11-27")):
        after = fold(steps).last_word
        steps.append(Step(f"d{number}", "postpone", LIN, after, "verified", due_on=day))
    assert fold(steps).due_on == "2026-11-27"


def test_a_late_step_that_was_taken_back_is_told_no_more() -> None:
    late = Step("3", "settle", WANG, "", "ordered", "resolved")
    assert fold([VERIFIED, PLACED, late]).stale == (late,)
    taken_back = fold([VERIFIED, PLACED, replace(late, is_archived=True)])
    assert (taken_back.state, taken_back.stale) == (State.placed, ())


def test_a_word_that_was_taken_back_arranges_no_day() -> None:
    word = Step("w", "postpone", LIN, "1", "verified", due_on="2026-11-24")
    assert fold([VERIFIED, word]).due_on == "2026-11-24"
    taken_back = fold([VERIFIED, replace(word, is_archived=True)])
    assert (taken_back.due_on, taken_back.beside) == ("", ())


def test_a_word_follows_the_last_step_though_one_was_said_before_it() -> None:
    word = Step("w", "postpone", LIN, "1", "verified", due_on="2026-11-24")
    assert fold([VERIFIED, word, PLACED]).last_word == PLACED.id


def test_a_day_said_on_a_branch_that_was_left_counts_less_than_one_said_on_the_way() -> None:
    left = replace(PLACED, id="3")
    taken_on = Step("4", "take_on", LIN, "2", "placed", "in_progress")
    there = Step("a", "postpone", LIN, "3", "placed", due_on="2026-11-30")
    here = Step("b", "postpone", LIN, "2", "placed", due_on="2026-11-24")
    stand = fold([VERIFIED, PLACED, left, taken_on, there, here])
    assert (stand.stale, stand.due_on) == ((left,), "2026-11-24")
