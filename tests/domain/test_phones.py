"""Telephone numbers: normalised where that is safe, kept as typed where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.findings import Severity
from fieldapp.domain.phones import Phone, PhoneKind, parse_phones


@pytest.mark.parametrize(
    "typed",
    [
        "13800001234",
        "138 0000 1234",
        "+86-13800001234",
        "86 138-0000-1234",
        "138-0000-1234",
        "１３８００００１２３４",
        "'13800001234",
        "1.3800001234E+10",
    ],
)
def test_a_mobile_number_is_read_from_any_spelling(typed: str) -> None:
    assert parse_phones(typed).numbers == (Phone("13800001234", PhoneKind.MOBILE),)


def test_a_number_with_lost_digits_is_refused() -> None:
    parsed = parse_phones("1.38E+10")
    assert parsed.numbers == ()
    assert parsed.findings[0].severity is Severity.REFUSE


def test_a_prefix_that_no_mobile_has_is_warned_about() -> None:
    parsed = parse_phones("10012345678")
    assert parsed.numbers[0].number == "10012345678"
    assert [f.severity for f in parsed.findings] == [Severity.WARN]


@pytest.mark.parametrize("typed", ["0931-8123456", "8123456", "0931-8123456转802", "010-81234567"])
def test_a_landline_is_kept_as_typed(typed: str) -> None:
    assert parse_phones(typed).numbers == (Phone(typed, PhoneKind.LANDLINE),)


def test_a_short_number_is_kept() -> None:
    assert parse_phones("66123").numbers == (Phone("66123", PhoneKind.SHORT),)


@pytest.mark.parametrize(
    "typed",
    [
        "13800001234/13900005678(儿子)",
        "13800001234、13900005678（儿子）",
        "13800001234 13900005678儿子",
        "13800001234；儿子13900005678",
        "13800001234,13900005678、(儿子)",
    ],
)
def test_two_numbers_in_one_cell_become_two_with_whose(typed: str) -> None:
    first, second = parse_phones(typed).numbers
    assert (first.number, first.whose) == ("13800001234", "")
    assert (second.number, second.whose) == ("13900005678", "儿子")


@pytest.mark.parametrize("typed", ["", "无", "/", " - ", "不详"])
def test_a_placeholder_is_no_number(typed: str) -> None:
    assert parse_phones(typed).numbers == ()


def test_too_few_digits_are_kept_with_a_warning() -> None:
    parsed = parse_phones("1380000123")
    assert parsed.numbers == (Phone("1380000123", PhoneKind.OTHER),)
    assert parsed.findings[0].severity is Severity.WARN


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    assert parse_phones(text).original == text


@given(st.text(alphabet="0123456789 -/、+()转儿子.E", max_size=40))
def test_reading_a_number_again_gives_the_same(text: str) -> None:
    for phone in parse_phones(text).numbers:
        assert [p.number for p in parse_phones(phone.number).numbers] in ([phone.number], [])
