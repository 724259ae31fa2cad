"""The lunisolar calendar and Chinese numerals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.lunar import LunarDate, looks_lunar, read_lunar, solar_of
from fieldapp.domain.numerals import chinese_number, roman_number, with_arabic_digits


@pytest.mark.parametrize(
    ("lunar", "solar"),
    [
        (LunarDate(1900, 1, 1), date(1900, 1, 31)),
        (LunarDate(1949, 8, 15), date(1949, 10, 6)),
        (LunarDate(1978, 8, 15), date(1978, 9, 17)),
        (LunarDate(1976, 8, 8, True), date(1976, 10, 1)),
        (LunarDate(2023, 2, 1, True), date(2023, 3, 22)),
        (LunarDate(2026, 1, 1), date(2026, 2, 17)),
    ],
)
def test_known_days_fall_where_almanacs_put_them(lunar: LunarDate, solar: date) -> None:
    assert solar_of(lunar) == solar


def test_a_day_that_a_short_month_lacks_has_no_solar_day() -> None:
    lengths = [solar_of(LunarDate(1949, m, 30)) for m in range(1, 13)]
    assert None in lengths


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("农历一九四九年八月十五", LunarDate(1949, 8, 15)),
        ("1949年闰七月初一", LunarDate(1949, 7, 1, True)),
        ("腊月廿三", LunarDate(None, 12, 23)),
        ("正月初一", LunarDate(None, 1, 1)),
        ("闰四月", LunarDate(None, 4, None, True)),
    ],
)
def test_written_days_are_read(text: str, read: LunarDate) -> None:
    assert read_lunar(text) == read


def test_only_lunar_words_make_a_date_lunar() -> None:
    assert looks_lunar("农历八月十五")
    assert not looks_lunar("1949年8月15日")


@pytest.mark.parametrize(
    ("text", "number"),
    [("三", 3), ("十七", 17), ("廿一", 21), ("一百零五", 105), ("叁", 3), ("一九四九", 1949)],
)
def test_chinese_numbers_are_read(text: str, number: int) -> None:
    assert chinese_number(text) == number


def test_roman_numbers_are_read() -> None:
    assert [roman_number(t) for t in ("III", "IV", "IX", "XII", "IIX", "")] == [
        3, 4, 9, 12, None, None,
    ]  # fmt: skip


def test_digits_are_replaced_inside_a_text() -> None:
    assert with_arabic_digits("三号楼二单元五〇一") == "3号楼2单元501"


@given(
    st.text(max_size=30),
    st.text(alphabet="零一二三十百廿卅〇年月日闰初农历腊0123456789", max_size=14),
)
def test_no_text_makes_the_readers_crash(any_text: str, near_text: str) -> None:
    for text in (any_text, near_text):
        found = read_lunar(text)
        if found is not None:
            solar_of(found)
        chinese_number(text)
        with_arabic_digits(text)
