"""Times that no calendar reaches: a record with one must not take a screen away."""

from __future__ import annotations

import pytest

from fieldapp.domain.days import day_of


@pytest.mark.parametrize("at_ms", [1 << 52, -(1 << 52)])
def test_any_number_has_a_day(at_ms: int) -> None:
    assert 1970 <= day_of(at_ms).year <= 9999
