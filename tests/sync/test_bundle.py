"""The `.gsb` file: what was written is read, and nothing else ever is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from sync import bundle
from sync.bundle import BadBundle, Fault, Kind, Piece, Receipt, look
from sync.bundle_reader import BundleReader, Ending, known_by, read_inside
from sync.bundle_writer import Writing, begin_bundle
from sync.codec import BadMessage
from sync.protocol import DeviceTime, Offer, ScopeId, ScopeOffer, Sent, Slot
from sync.seal import draw_sealing_key, draw_signing_key, sealing_public, signing_public

READER, AUTHOR = draw_sealing_key(), draw_signing_key()
WRITING = Writing(sealing_public(READER), AUTHOR)
KNOWN = known_by(signing_public(AUTHOR))
NOW = DeviceTime(wall_ms=1_795_136_400_000, boot_ms=5, boot_id="boot")


def offer(number: int) -> Offer:
    slot = Slot(incarnation="i", n=number, prev="")
    sent = Sent(id=f"id-{number}", slot=slot, body=Raw(b'{"words":"%d"}' % number))
    one = ScopeOffer(scope=ScopeId("grid:1"), cursor=0, hash="", incarnation="i", changes=(sent,))
    return Offer(version=1, now=NOW, offset_ms=0, scopes=(one,))


def written(*offers: Offer, writing: Writing = WRITING) -> bytes:
    writer = begin_bundle(writing, Kind.offer, "device-1", NOW.wall_ms, reply=bytes(32))
    frames = [writer.begin(), *(writer.offer(one) for one in offers), writer.end()]
    return b"".join(frames)


def read(content: bytes) -> tuple[list[Offer], Ending]:
    reader = BundleReader(content, READER)
    found = [read_inside(Offer, inside) for _, inside in reader.pieces(KNOWN)]
    return found, reader.ending


OFFERS = [offer(number) for number in range(1, 6)]
WHOLE = written(*OFFERS)


@given(st.integers(0, 5))
def test_what_was_written_is_read(count: int) -> None:
    offers = OFFERS[:count]
    assert read(written(*offers)) == (offers, Ending.whole)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_torn_copy_keeps_its_beginning(size: int) -> None:
    torn = WHOLE[:size]
    if size < look(WHOLE).start:
        with pytest.raises(BadBundle):
            read(torn)
        return
    found, ending = read(torn)
    assert found == OFFERS[: len(found)]
    assert ending is Ending.torn
    assert not look(torn).is_whole


@settings(max_examples=300)
@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_a_spoiled_bit_changes_no_word(bit: int) -> None:
    spoiled = bytearray(WHOLE)
    spoiled[bit // 8] ^= 1 << (bit % 8)
    try:
        found, ending = read(bytes(spoiled))
    except BadBundle:
        return
    assert found == OFFERS[: len(found)]
    assert ending is not Ending.whole


@given(st.binary(max_size=400))
def test_noise_is_no_bundle(noise: bytes) -> None:
    with pytest.raises(BadBundle):
        read(noise)


@given(st.binary(max_size=200))
def test_noise_after_the_magic_is_told_as_damage_or_as_newer(noise: bytes) -> None:
    with pytest.raises(BadBundle) as caught:
        read(bundle.MAGIC + noise)
    assert caught.value.fault in (Fault.damaged, Fault.newer)


def test_frames_in_another_order_stop_the_reading() -> None:
    start = look(WHOLE).start
    _, first, second = bundle.next_frame(WHOLE, start) or (None, b"", 0)
    third = (bundle.next_frame(WHOLE, second) or (None, b"", 0))[2]
    swapped = WHOLE[:start] + WHOLE[second:third] + WHOLE[start:second] + WHOLE[third:]
    assert read(swapped) == ([], Ending.damaged)
    assert first


def test_a_strangers_file_gives_nothing() -> None:
    stranger = Writing(WRITING.seal_to, draw_signing_key())
    assert read(written(*OFFERS, writing=stranger)) == ([], Ending.stranger)


def test_a_file_for_another_is_told_apart() -> None:
    other = Writing(sealing_public(draw_sealing_key()), AUTHOR)
    with pytest.raises(BadBundle) as caught:
        read(written(*OFFERS, writing=other))
    assert caught.value.fault is Fault.elsewhere


def test_a_newer_file_is_told_apart() -> None:
    newer = bytearray(WHOLE)
    newer[9] = 2
    with pytest.raises(BadBundle) as caught:
        read(bytes(newer))
    assert caught.value.fault is Fault.newer


def test_a_file_beyond_the_limit_is_not_looked_at() -> None:
    with pytest.raises(BadBundle) as caught:
        look(bytes(bundle.MAX_BUNDLE + 1))
    assert caught.value.fault is Fault.too_large


def test_a_carrier_sees_whose_it_is_and_that_it_is_whole() -> None:
    seen = look(WHOLE)
    assert (seen.header.device, seen.frames, seen.is_whole) == ("device-1", 6, True)


def test_no_word_of_it_is_in_the_open() -> None:
    assert b"words" not in WHOLE
    assert b"grid:1" not in WHOLE


def test_zeros_after_the_end_do_no_harm() -> None:
    assert read(WHOLE + bytes(512)) == (OFFERS, Ending.whole)


def test_a_snapshot_comes_in_pieces() -> None:
    content = bytes(range(256)) * 3000
    writer = begin_bundle(WRITING, Kind.answer, "device-1", NOW.wall_ms)
    frames = [writer.begin(), *writer.picture(content), writer.end()]
    reader = BundleReader(b"".join(frames), READER)
    pieces = list(reader.pieces(KNOWN))
    assert {piece for piece, _ in pieces} == {Piece.picture}
    assert b"".join(inside for _, inside in pieces) == content


def test_a_receipt_is_read_as_it_was_written() -> None:
    receipt = Receipt(carrier="device-2", at_ms=7, digest="ab", is_whole=True)
    writer = begin_bundle(WRITING, Kind.receipt, "device-1", NOW.wall_ms, about="0" * 32)
    content = writer.begin() + writer.receipt(receipt) + writer.end()
    reader = BundleReader(content, READER)
    ((piece, inside),) = reader.pieces(KNOWN)
    assert (piece, read_inside(Receipt, inside)) == (Piece.receipt, receipt)


@given(st.binary(max_size=100))
def test_what_is_no_message_is_refused(noise: bytes) -> None:
    with pytest.raises(BadMessage):
        read_inside(Offer, noise)
