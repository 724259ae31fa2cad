"""The recovery key survives handwriting: case, spacing, look-alikes; slips are noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.errors import Refused
from fieldapp.store import recovery_text

secrets = st.integers(0, 2**recovery_text.SECRET_BITS - 1).map(
    lambda number: number.to_bytes(recovery_text.SECRET_BYTES, "big")
)


@given(secrets)
def test_what_is_written_is_read_back(secret: bytes) -> None:
    assert recovery_text.read(recovery_text.written(secret)) == secret


def test_it_is_seven_groups_of_four() -> None:
    groups = recovery_text.written(recovery_text.new_secret()).split("-")
    assert [len(group) for group in groups] == [4] * 7


def test_two_draws_differ() -> None:
    assert recovery_text.new_secret() != recovery_text.new_secret()


@given(secrets)
def test_case_spacing_width_and_look_alikes_do_not_matter(secret: bytes) -> None:
    text = recovery_text.written(secret).lower().replace("-", " \u3000")
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert recovery_text.read(wide.replace("０", "ｏ").replace("１", "ｌ")) == secret


@given(secrets, st.integers(0, 27), st.sampled_from(recovery_text.ALPHABET))
def test_one_wrong_character_is_noticed(secret: bytes, place: int, character: str) -> None:
    text = recovery_text.written(secret).replace("-", "")
    wrong = text[:place] + character + text[place + 1 :]
    if wrong != text:
        with pytest.raises(Refused):
            recovery_text.read(wrong)


@given(secrets, st.integers(0, 26))
def test_two_neighbours_swapped_are_noticed(secret: bytes, place: int) -> None:
    text = recovery_text.written(secret).replace("-", "")
    wrong = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if wrong != text:
        with pytest.raises(Refused):
            recovery_text.read(wrong)


@pytest.mark.parametrize("text", ["", "高玉芬", "0000-0000", "U" * 28, "0" * 29])
def test_what_is_no_recovery_key_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        recovery_text.read(text)
    assert refused.value.code == "recovery-mistyped"
