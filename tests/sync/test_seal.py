"""Sealing and signing: only the right key opens, only the right words are signed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import seal

SECRET = seal.draw_sealing_key()
PUBLIC = seal.sealing_public(SECRET)


@given(st.binary(max_size=500), st.binary(max_size=20))
def test_what_is_sealed_opens_with_its_key(content: bytes, about: bytes) -> None:
    assert seal.open_sealed(SECRET, seal.seal(PUBLIC, content, about), about) == content


@given(st.binary(max_size=200), st.data())
def test_no_changed_byte_opens(content: bytes, data: st.DataObject) -> None:
    closed = bytearray(seal.seal(PUBLIC, content))
    at = data.draw(st.integers(0, len(closed) * 8 - 1))
    # The curve ignores the highest bit of a public key, and the derived key does not.
    closed[at // 8] ^= 1 << (at % 8)
    with pytest.raises(seal.Closed):
        seal.open_sealed(SECRET, bytes(closed))


@given(st.binary(max_size=100))
def test_noise_does_not_open(noise: bytes) -> None:
    with pytest.raises(seal.Closed):
        seal.open_sealed(SECRET, noise)


def test_another_key_does_not_open() -> None:
    with pytest.raises(seal.Closed):
        seal.open_sealed(seal.draw_sealing_key(), seal.seal(PUBLIC, b"words"))


def test_other_words_about_it_do_not_open() -> None:
    with pytest.raises(seal.Closed):
        seal.open_sealed(SECRET, seal.seal(PUBLIC, b"words", b"this"), b"that")


def _frames(contents: list[bytes]) -> tuple[bytes, list[bytes]]:
    sealer = seal.frame_sealer(PUBLIC, seal.draw_sealing_key(), b"about")
    last = len(contents) - 1
    return sealer.fresh, [sealer.seal(one, is_last=at == last) for at, one in enumerate(contents)]


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=8))
def test_frames_open_in_their_order(contents: list[bytes]) -> None:
    fresh, frames = _frames(contents)
    opener = seal.frame_opener(SECRET, fresh, b"about")
    last = len(frames) - 1
    assert [opener.open(one, is_last=at == last) for at, one in enumerate(frames)] == contents


def test_a_frame_opens_at_no_other_place() -> None:
    fresh, frames = _frames([b"one", b"two", b"three"])
    opener = seal.frame_opener(SECRET, fresh, b"about")
    with pytest.raises(seal.Closed):
        opener.open(frames[1], is_last=False)


def test_a_frame_in_the_middle_cannot_pass_for_the_last() -> None:
    fresh, frames = _frames([b"one", b"two"])
    opener = seal.frame_opener(SECRET, fresh, b"about")
    with pytest.raises(seal.Closed):
        opener.open(frames[0], is_last=True)


@pytest.mark.parametrize("fresh", [b"", bytes(32), b"short"])
def test_a_fresh_key_that_is_none_opens_nothing(fresh: bytes) -> None:
    with pytest.raises(seal.Closed):
        seal.frame_opener(SECRET, fresh, b"about")


def test_a_signature_holds_for_its_words_and_purpose_alone() -> None:
    key = seal.draw_signing_key()
    public = seal.signing_public(key)
    signature = seal.sign(key, b"receipt", b"words")
    assert seal.is_signed(public, b"receipt", b"words", signature)
    assert not seal.is_signed(public, b"receipt", b"other", signature)
    assert not seal.is_signed(public, b"answer", b"words", signature)
    assert not seal.is_signed(
        seal.signing_public(seal.draw_signing_key()), b"receipt", b"words", signature
    )


@given(st.binary(max_size=70), st.binary(max_size=40))
def test_noise_is_no_signature(signature: bytes, public: bytes) -> None:
    assert not seal.is_signed(public, b"receipt", b"words", signature)


def test_a_derived_key_is_the_same_at_all_times_and_another_for_another_purpose() -> None:
    root = bytes(range(32))
    assert seal.derived_key(root, "sign") == seal.derived_key(root, "sign")
    assert seal.derived_key(root, "sign") != seal.derived_key(root, "seal")
