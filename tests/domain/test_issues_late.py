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
