"""Writes a `.gsb` file piece by piece, so that its size is bounded by the disk alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from sync.bundle import (
    FRAME,
    LAST,
    PHOTO_PIECE,
    PICTURE_PIECE,
    PURPOSE,
    End,
    Header,
    Kind,
    PhotoPart,
    Piece,
    Receipt,
    TakenBack,
    check_of,
    header_bytes,
    photo_inside,
    place_of,
)
from sync.codec import canonical, deflate
from sync.leaving import LeftPhoto, PhotoTaken
from sync.protocol import Answer, Offer, ScopeId
from sync.seal import draw_sealing_key, fingerprint, frame_sealer, sealing_public, sign


@dataclass(frozen=True, slots=True)
class Writing:
    """For whom a file is written and by whom: public sealing key, secret signing key."""

    seal_to: bytes
    sign_with: bytes


class BundleWriter:
    """Writes one file piece by piece; each call gives the bytes that come next."""

    def __init__(self, writing: Writing, header: Header, fresh: bytes) -> None:
        self.header = header
        self._bytes = header_bytes(header)
        self._sealer = frame_sealer(writing.seal_to, fresh, self._bytes)
        self._key = writing.sign_with
        self._count = 0

    def begin(self) -> bytes:
        """Give the header."""
        return self._bytes

    def offer(self, offer: Offer) -> bytes:
        """Give the frame of an offer."""
        return self._frame(Piece.offer, deflate(canonical(offer)))

    def answer(self, answer: Answer) -> bytes:
        """Give the frame of an answer."""
        return self._frame(Piece.answer, deflate(canonical(answer)))

    def picture(self, content: bytes) -> Iterator[bytes]:
        """Give the frames of a snapshot, which the answer before named."""
        for start in range(0, len(content), PICTURE_PIECE):
            yield self._frame(Piece.picture, content[start : start + PICTURE_PIECE])

    def receipt(self, receipt: Receipt) -> bytes:
        """Give the frame of a receipt."""
        return self._frame(Piece.receipt, deflate(canonical(receipt)))

    def taken_back(self, taken: TakenBack) -> bytes:
        """Give the frame that tells what was heard of returned facts."""
        return self._frame(Piece.taken_back, deflate(canonical(taken)))

    def left_photo(self, left: LeftPhoto) -> bytes:
        """Give the frame of a photograph of a scope that was left."""
        return self._frame(Piece.left_photo, canonical(left))

    def photo_taken(self, taken: PhotoTaken) -> bytes:
        """Give the frame that tells of one that was taken in."""
        return self._frame(Piece.photo_taken, canonical(taken))

    def photo(self, scope: str, row: str, name: str, content: bytes) -> Iterator[bytes]:
        """Give the frames of a photograph."""
        for start in range(0, len(content), PHOTO_PIECE):
            part = PhotoPart(
                scope=ScopeId(scope), row=row, name=name, size=len(content), start=start
            )
            inside = photo_inside(part, content[start : start + PHOTO_PIECE])
            yield self._frame(Piece.photo, inside)

    def end(self, *, read: int = 0, was_torn: bool = False, stuck: str = "") -> bytes:
        """Give the last frame, without which a file counts as torn."""
        end = End(frames=self._count, read=read, was_torn=was_torn, stuck=stuck)
        return self._frame(Piece.end, deflate(canonical(end)), is_last=True)

    def _frame(self, piece: Piece, content: bytes, *, is_last: bool = False) -> bytes:
        inside = bytes([piece]) + content
        signature = sign(
            self._key, PURPOSE, self._bytes + place_of(self._count, is_last=is_last) + inside
        )
        closed = self._sealer.seal(signature + inside, is_last=is_last)
        self._count += 1
        return FRAME.pack(len(closed), LAST if is_last else 0, check_of(closed)) + closed


def begin_bundle(
    writing: Writing,
    kind: Kind,
    device: str,
    made_ms: int,
    *,
    about: str = "",
    reply: bytes = b"",
) -> BundleWriter:
    """Begin a file under a fresh id and a fresh key."""
    fresh = draw_sealing_key()
    header = Header(
        kind=kind,
        id=secrets.token_hex(16),
        device=device,
        to=fingerprint(writing.seal_to),
        fresh=sealing_public(fresh).hex(),
        made_ms=made_ms,
        about=about,
        reply=reply.hex(),
    )
    return BundleWriter(writing, header, fresh)
