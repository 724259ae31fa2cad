"""Records of one person are put together, with one step fewer than there are records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.duplicates import Candidate, Likeness, steps


def pair(kept: str, other: str) -> Candidate:
    """Give a pair that looks alike."""
    return Candidate(kept, other, Likeness.birth)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (["ab", "ac", "bc"], [["ab", "ac"]]),
        (["ac", "bc"], [["ac", "bc"]]),
        (["ab", "cd", "bc", "xy"], [["ab", "bc", "cd"], ["xy"]]),
        (["xy", "ab"], [["xy"], ["ab"]]),
        ([], []),
    ],
)
def test_what_may_be_one_person_is_one_group(pairs: list[str], expected: list[list[str]]) -> None:
    found = steps(pair(*one) for one in pairs)
    assert [[f"{one.kept}{one.other}" for one in group] for group in found] == expected


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda one: one[0] < one[1])))
def test_each_record_is_in_one_group_and_every_step_takes_one_out(
    pairs: set[tuple[int, int]],
) -> None:
    groups = steps(pair(str(first), str(second)) for first, second in sorted(pairs))
    records = [{one for step in group for one in (step.kept, step.other)} for group in groups]
    assert sorted(one for group in records for one in group) == sorted(
        {str(one) for both in pairs for one in both}
    )
    assert [len(group) for group in groups] == [len(one) - 1 for one in records]
