"""Birth dates: every spelling of §5 D, each kept only as exact as it was written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.dates import BirthDate, Precision, age_on, parse_age, parse_date
from fieldapp.domain.findings import Severity

TODAY = date(2026, 11, 20)
BORN = date(1942, 3, 17)


def read(text: str, **said: object) -> BirthDate:
    return parse_date(text, today=TODAY, **said)


@pytest.mark.parametrize(
    "typed",
    [
        "1942-03-17",
        "1942.3.17",
        "1942/3/17",
        "19420317",
        "1942年3月17日",
        "1942 3 17",
        "１９４２．３．１７",
        "一九四二年三月十七日",
        "1942-03-17 00:00:00",
        "1942-03-17T00:00:00",
        "3/17/1942",
        "17.3.1942",
    ],
)
def test_a_full_day_is_read_from_any_spelling(typed: str) -> None:
    parsed = read(typed)
    assert (parsed.on, parsed.precision) == (BORN, Precision.DAY)


@pytest.mark.parametrize("typed", ["1942年3月", "1942.3", "1942-03", "194203"])
def test_a_month_stays_a_month(typed: str) -> None:
    parsed = read(typed)
    assert (parsed.on, parsed.precision) == (date(1942, 3, 1), Precision.MONTH)


@pytest.mark.parametrize("typed", ["1942", "1942年", "一九四二年"])
def test_a_year_stays_a_year(typed: str) -> None:
    parsed = read(typed)
    assert (parsed.on, parsed.precision) == (date(1942, 1, 1), Precision.YEAR)


def test_a_year_in_a_number_cell_is_a_year() -> None:
    assert read("1942", is_numeric_cell=True).precision is Precision.YEAR


def test_a_day_count_is_converted_and_told() -> None:
    parsed = read("15417")
    assert parsed.on == BORN
    assert [f.code for f in parsed.findings] == ["B47"]


def test_a_day_count_of_the_1904_system_is_1462_days_later() -> None:
    assert read(str(15417 - 1462), is_1904=True).on == BORN


def test_days_before_the_day_that_never_was_are_one_off() -> None:
    assert read("1", is_numeric_cell=True).on == date(1900, 1, 1)
    assert read("61", is_numeric_cell=True).on == date(1900, 3, 1)


def test_a_two_digit_year_is_asked_about() -> None:
    parsed = read("12.3.17")
    assert parsed.on is None
    assert [o.key for o in parsed.findings[0].options] == ["1912-03-17", "2012-03-17", "blank"]


def test_an_age_settles_a_two_digit_year() -> None:
    assert read("42.3.17", age=84).on == BORN


@pytest.mark.parametrize(
    "typed", ["1900-01-00", "0000-00-00", "2099-01-01", "不详", "1943-02-29", "/"]
)
def test_a_day_that_cannot_be_is_unknown(typed: str) -> None:
    parsed = read(typed)
    assert (parsed.on, parsed.precision) == (None, Precision.UNKNOWN)
    assert all(f.code == "B50" for f in parsed.findings)


def test_a_lunar_day_is_kept_with_an_estimate() -> None:
    parsed = read("农历一九四九年八月十五")
    assert parsed.on == date(1949, 10, 6)
    assert parsed.is_estimate
    assert parsed.lunar_text == "农历一九四九年八月十五"


@pytest.mark.parametrize("typed", ["三月十七", "闰四月", "腊月廿三"])
def test_a_lunar_day_without_a_year_is_kept_as_text(typed: str) -> None:
    parsed = read(typed)
    assert (parsed.on, parsed.lunar_text) == (None, typed)


def test_an_order_that_may_be_either_is_asked_about() -> None:
    assert read("3/4/1942").findings[0].severity is Severity.ASK


def test_an_unreadable_text_is_asked_about() -> None:
    assert read("属马的").findings[0].severity is Severity.ASK


@pytest.mark.parametrize(("typed", "year"), [("82", 1944), ("82岁", 1944), ("虚岁83", 1944)])
def test_an_age_gives_a_year_that_may_be_one_off(typed: str, year: int) -> None:
    parsed = parse_age(typed, today=TODAY)
    assert (parsed.on, parsed.precision) == (date(year, 1, 1), Precision.YEAR)
    assert parsed.is_estimate


def test_ages_count_full_years() -> None:
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


@given(st.text(max_size=40), st.booleans(), st.booleans())
def test_no_text_makes_the_reader_crash(text: str, is_1904: bool, is_number: bool) -> None:
    read(text, is_1904=is_1904, is_numeric_cell=is_number)
    parse_age(text, today=TODAY)


@given(st.text(alphabet="0123456789年月日-./ 一二三十〇农历闰正腊初", max_size=16))
def test_reading_the_result_again_changes_nothing(text: str) -> None:
    once = read(text)
    if once.on is not None and once.precision is Precision.DAY:
        assert read(once.on.isoformat()).on == once.on


@given(st.dates(date(1900, 3, 1), TODAY))
def test_every_day_survives_both_day_counts(born: date) -> None:
    days = (born - date(1899, 12, 30)).days
    if not 1880 <= days <= 2026:
        assert read(str(days), is_numeric_cell=True).on == born
