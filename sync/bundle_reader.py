"""Opens a `.gsb` file frame by frame, and tells how far it is what its writer wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TypeVar

from sync.bundle import (
    FRAME,
    MAX_FRAME,
    MAX_INSIDE,
    PURPOSE,
    BadBundle,
    End,
    Fault,
    Piece,
    next_frame,
    place_of,
    read_header,
)
from sync.codec import BadMessage, decode, inflate
from sync.seal import (
    SIGNATURE_BYTES,
    Closed,
    fingerprint,
    frame_opener,
    is_signed,
    sealing_public,
)

T = TypeVar("T")


class Ending(StrEnum):
    """How the reading of a file ended."""

    whole = "whole"
    torn = "torn"
    damaged = "damaged"
    stranger = "stranger"


class BundleReader:
    """Opens one file frame by frame, stopping at the first that is not as it was written.

    After the last piece `ending` says why it was the last; `end` holds the closing words of a
    whole file.
    """

    def __init__(self, content: bytes, secret: bytes) -> None:
        self.header, start = read_header(content)
        if self.header.to != fingerprint(sealing_public(secret)):
            raise BadBundle(Fault.elsewhere)
        self._content, self._at, self._begin = content, start, content[:start]
        try:
            self._opener = frame_opener(secret, bytes.fromhex(self.header.fresh), self._begin)
        except Closed as error:
            raise BadBundle(Fault.damaged) from error
        self.ending = Ending.torn
        self.end: End | None = None
        self.read = 0

    def pieces(self, is_known: Callable[[bytes, bytes], bool]) -> Iterator[tuple[Piece, bytes]]:
        """Give what the frames hold, in their order.

        `is_known` is asked whether a signature over a message is that of the writer.
        """
        while (found := next_frame(self._content, self._at)) is not None:
            is_last, closed, following = found
            piece = self._open(closed, is_last, is_known)
            if piece is None:
                return
            self._at = following
            self.read += 1
            if is_last:
                self._finish(*piece)
                return
            yield piece
        self.ending = self._why_it_stops()

    def done(self) -> float:
        """Tell how much of the file has been read, from 0 to 1."""
        return self._at / max(1, len(self._content))

    def _open(
        self, closed: bytes, is_last: bool, is_known: Callable[[bytes, bytes], bool]
    ) -> tuple[Piece, bytes] | None:
        self.ending = Ending.damaged
        try:
            opened = self._opener.open(closed, is_last=is_last)
            signature, inside = opened[:SIGNATURE_BYTES], opened[SIGNATURE_BYTES:]
            piece = Piece(inside[0])
        except (Closed, ValueError, IndexError):
            return None
        message = self._begin + place_of(self.read, is_last=is_last) + inside
        if not is_known(signature, message):
            self.ending = Ending.stranger
            return None
        return piece, inside[1:]

    def _finish(self, piece: Piece, content: bytes) -> None:
        try:
            end = read_inside(End, content)
        except BadMessage:
            return
        if piece is Piece.end and end.frames == self.read - 1:
            self.ending, self.end = Ending.whole, end

    def _why_it_stops(self) -> Ending:
        """Tell a file that ends too early from one whose bytes were spoiled."""
        rest = len(self._content) - self._at
        if rest < FRAME.size:
            return Ending.torn
        size, _, _ = FRAME.unpack_from(self._content, self._at)
        is_cut = size <= MAX_FRAME and rest < FRAME.size + size
        return Ending.torn if is_cut else Ending.damaged


def known_by(*publics: bytes) -> Callable[[bytes, bytes], bool]:
    """Know a writer by any of these public keys."""

    def is_known(signature: bytes, message: bytes) -> bool:
        return any(is_signed(public, PURPOSE, message, signature) for public in publics)

    return is_known


def known_by_anybody(signature: bytes, message: bytes) -> bool:
    """Take any writer for known: for receipts, which prove nothing and only tell."""
    return True


def read_inside(kind: type[T], content: bytes) -> T:
    """Read a message out of an opened frame. Raises `BadMessage`."""
    return decode(kind, inflate(content, limit=MAX_INSIDE))
