"""Identity numbers: every spelling of §5 A, and the laws that hold for any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.findings import Severity
from fieldapp.domain.identity import (
    IdNumber,
    IdType,
    NoIdReason,
    check_digit,
    mask,
    parse_id,
    to_eighteen,
    to_fifteen,
)

TODAY = date(2026, 11, 20)


def read(text: str, **said: object) -> IdNumber:
    return parse_id(text, today=TODAY, **said)


def codes(parsed: IdNumber) -> list[str]:
    return [f.code for f in parsed.findings]


@pytest.mark.parametrize(
    "number",
    [
        "560102193611110403",
        "560102194203170241",
        "560102193802280624",
        "560102194109180750",
        "56010219490815011X",
        "560102195104120446",
        "560102201707030771",
        "560102195306010392",
        "560102201509090263",
        "56010219750823035X",
        "560102199801010179",
        "560102199111050480",
        "560102198806060664",
        "560102197902140512",
        "560102202305300884",
        "560102196605050284",
        "560102200002290157",
        "560102196012310335",
        "11010519491231002X",
        "440524188001010014",
    ],
)
def test_every_number_of_the_demo_and_of_the_standard_holds_its_check(number: str) -> None:
    assert check_digit(number[:17]) == number[17]


def test_a_wrong_check_digit_is_kept_unverified_and_the_right_one_is_named() -> None:
    parsed = read("560102194203170242")
    assert parsed.number == "560102194203170242"
    assert not parsed.is_verified
    assert "校验位应为1" in parsed.findings[0].sentence


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("56010219490815011x", "B02"),
        ("５６０１０２１９４９０８１５０１１Ｘ", "B03"),
        ("560102 19490815 011X", "B04"),
        ("560102-19490815-011X", "B04"),
        ("'56010219490815011X", "B04"),
        ("560102\u00a01949\u200b0815011X\ufeff", "B04"),
    ],
)
def test_spelling_is_put_right_and_told(typed: str, code: str) -> None:
    parsed = read(typed)
    assert parsed.number == "56010219490815011X"
    assert parsed.is_verified
    assert code in codes(parsed)


def test_birth_date_and_sex_are_read_from_the_number() -> None:
    parsed = read("56010219490815011X")
    assert (parsed.birth_on, parsed.sex) == (date(1949, 8, 15), "1")


def test_fifteen_digits_are_asked_about_and_never_converted_silently() -> None:
    parsed = read("560102490815011")
    assert parsed.number == "560102490815011"
    assert parsed.findings[0].severity is Severity.ASK
    offered = dict(parsed.findings[0].options[0].changes)
    assert offered == {"id_no": "56010219490815011X"}


def test_the_old_form_is_found_again_from_the_new_one() -> None:
    assert to_fifteen("56010219490815011X") == "560102490815011"
    assert to_fifteen("560102202305300884") is None


def test_a_declared_fifteen_digit_number_is_not_asked_about_again() -> None:
    parsed = read("560102490815011", declared=IdType.RESIDENT_15)
    assert parsed.findings == ()


@pytest.mark.parametrize("typed", ["560102194203170000", "5.60102E+17", "5.6010219420317E17"])
def test_digits_lost_by_a_spreadsheet_are_refused(typed: str) -> None:
    parsed = read(typed)
    assert parsed.number is None
    assert parsed.findings[0].severity is Severity.REFUSE


def test_any_eighteen_digits_from_a_number_cell_are_refused() -> None:
    assert codes(read("560102194203170241", is_numeric_cell=True)) == ["B06"]


def test_a_real_number_that_ends_in_zeros_is_believed_when_its_check_holds() -> None:
    first17 = next(
        n for n in (f"5601021942031{k:02}00" for k in range(99)) if check_digit(n) == "0"
    )
    assert read(first17 + "0").is_verified


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("56010219420317024", "少了 1 位"),
        ("5601021942031702411", "多了 1 位"),
        ("5601O2194203170241", "第 5 位"),
    ],
)
def test_a_wrong_count_or_a_letter_is_kept_with_a_warning(typed: str, says: str) -> None:
    parsed = read(typed)
    assert parsed.number == typed
    assert says in parsed.findings[0].sentence


def test_a_letter_for_a_digit_is_offered_as_a_repair() -> None:
    offer = read("5601O2194203170241").findings[0].options[0]
    assert dict(offer.changes) == {"id_no": "560102194203170241"}


@pytest.mark.parametrize(
    "birth",
    ["19430229", "20990101", "18800101", "19421317"],
    ids=["leap", "future", "old", "month"],
)
def test_an_impossible_birth_date_is_warned_about(birth: str) -> None:
    first17 = "560102" + birth + "024"
    assert "B08" in codes(read(first17 + check_digit(first17)))


@pytest.mark.parametrize("birth", ["19920229", "20000229"])
def test_real_leap_days_pass(birth: str) -> None:
    first17 = "560102" + birth + "015"
    assert "B08" not in codes(read(first17 + check_digit(first17)))


def test_an_unknown_area_is_only_a_warning() -> None:
    parsed = read("560102194203170241")
    assert codes(parsed) == ["B11"]
    assert parsed.is_verified


@pytest.mark.parametrize(
    ("first17", "kind"),
    [
        ("81000019900101123", IdType.HMT_RESIDENT),
        ("82000019900101123", IdType.HMT_RESIDENT),
        ("83000019900101123", IdType.HMT_RESIDENT),
        ("91056019900101123", IdType.FOREIGN_PR),
    ],
)
def test_residence_permits_are_told_from_resident_cards(first17: str, kind: IdType) -> None:
    parsed = read(first17 + check_digit(first17))
    assert parsed.id_type is kind
    assert parsed.is_verified


def test_the_old_permanent_residence_card_is_known() -> None:
    assert read("USA110080010101").id_type is IdType.FOREIGN_PR_OLD


@pytest.mark.parametrize("typed", ["E12345678", "G1234567", "AB 123456", "X0000000"])
def test_a_passport_like_number_is_asked_about(typed: str) -> None:
    assert "B15" in codes(read(typed))


def test_a_passport_that_another_column_declares_is_accepted() -> None:
    parsed = read("X0000000", declared=IdType.PASSPORT)
    assert (parsed.id_type, parsed.number, parsed.findings) == (IdType.PASSPORT, "X0000000", ())


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", NoIdReason.NOT_ASKED),
        ("无", NoIdReason.NONE),
        ("未上户", NoIdReason.NOT_REGISTERED),
        ("黑户", NoIdReason.NOT_REGISTERED),
        ("新生儿", NoIdReason.NEWBORN),
        ("/", NoIdReason.UNKNOWN),
        ("0", NoIdReason.UNKNOWN),
        ("不详", NoIdReason.UNKNOWN),
        ("111111111111111111", NoIdReason.UNKNOWN),
    ],
)
def test_a_placeholder_becomes_no_number_with_a_reason(typed: str, reason: NoIdReason) -> None:
    parsed = read(typed)
    assert parsed.number is None
    assert parsed.no_id_reason is reason


def test_a_number_among_other_words_is_asked_about() -> None:
    assert "B20" in codes(read("560102194203170241(本人)"))


def test_a_mask_shows_four_at_each_end() -> None:
    assert mask("560102193611110403") == "5601**********0403"
    assert mask("X00") == "***"


@given(st.text(max_size=60), st.booleans())
def test_no_text_makes_the_reader_crash(text: str, is_numeric_cell: bool) -> None:
    assert read(text, is_numeric_cell=is_numeric_cell).original == text


@given(st.text(alphabet="0123456789XxOoIl -Ｘ５AB张'", max_size=22))
def test_reading_twice_gives_the_same_number(text: str) -> None:
    once = read(text)
    if once.number is not None:
        assert read(once.number).number == once.number


@given(
    st.dates(date(1910, 1, 1), TODAY), st.integers(1, 999), st.sampled_from(["110105", "620123"])
)
def test_a_well_made_number_survives_unchanged(born: date, order: int, area: str) -> None:
    first17 = f"{area}{born:%Y%m%d}{order:03}"
    number = first17 + check_digit(first17)
    parsed = read(number)
    assert (parsed.number, parsed.birth_on, parsed.is_verified) == (number, born, True)
    assert parsed.sex == ("1" if order % 2 else "2")


@given(st.dates(date(1910, 1, 1), date(1999, 12, 31)), st.integers(1, 995))
def test_the_offered_eighteen_digits_are_sound(born: date, order: int) -> None:
    longer = to_eighteen(f"110105{born:%y%m%d}{order:03}")
    assert read(longer).is_verified
