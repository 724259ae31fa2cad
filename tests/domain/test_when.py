"""Moments and lengths of time in the words of a row, always in Shanghai."""

from __future__ import annotations

import pytest

from fieldapp.domain.when import DAY_MS, HOUR_MS, MINUTE_MS, length_text, when_text

NOW = 1_795_136_400_000
"""2026-11-20 09:00 in Asia/Shanghai."""


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (MINUTE_MS, "今天 08:59"),
        (9 * HOUR_MS, "今天 00:00"),
        (9 * HOUR_MS + MINUTE_MS, "昨天 23:59"),
        (7 * DAY_MS, "11月13日"),
        (365 * DAY_MS, "2025年11月20日"),
        (-DAY_MS, "11月21日"),
    ],
)
def test_a_moment_is_said_as_far_away_as_it_is(ago: int, words: str) -> None:
    assert when_text(NOW - ago, NOW) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (400, "不到 1 秒"),
        (18_000, "18 秒"),
        (3 * MINUTE_MS, "3 分"),
        (5 * HOUR_MS, "5 小时"),
        (3 * DAY_MS, "3 天"),
        (-3 * DAY_MS, "3 天"),
    ],
)
def test_a_length_is_said_in_its_largest_unit(length: int, words: str) -> None:
    assert length_text(length) == words
