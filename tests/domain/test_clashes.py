"""Why one of two writings is in use, in a sentence."""

from __future__ import annotations

import pytest

from fieldapp.domain.clashes import Writing, why_in_use
from tests.devices import NINE

HOUR = 3_600_000


def writing(writer: str, at_ms: int = NINE, *, is_sure: bool = True) -> Writing:
    """Make one side."""
    return Writing(writer, at_ms, is_sure)


@pytest.mark.parametrize("rule", ["later", "incumbent"])
def test_who_wrote_later_is_told_with_the_distance(rule: str) -> None:
    why = why_in_use(rule, "敲门提示", writing("对方", NINE + 2 * HOUR), writing("我"))
    assert why == "对方写得更晚，相差 2 小时，先用对方的"


def test_within_ten_minutes_nobody_is_said_to_be_later() -> None:
    why = why_in_use("incumbent", "敲门提示", writing("我"), writing("对方", NINE + 180_000))
    assert why == "两边写的只差 3 分，分不出先后，先用先到社区的"


def test_a_clock_that_cannot_be_trusted_is_named() -> None:
    later = writing("对方", NINE + 2 * HOUR, is_sure=False)
    why = why_in_use("incumbent", "敲门提示", writing("我"), later)
    assert why == "对方那台的钟靠不住，分不出先后，先用先到社区的"


def test_a_name_waits_for_somebody_to_look() -> None:
    why = why_in_use("identity", "姓名", writing("我"), writing("对方"))
    assert why == "这是姓名，不看谁先谁后，先照社区账上的用，等人看过再定"


def test_without_a_known_time_no_order_is_claimed() -> None:
    why = why_in_use("incumbent", "敲门提示", writing("", 0), writing("我"))
    assert why == "分不出哪个先写，先用先到社区的"
