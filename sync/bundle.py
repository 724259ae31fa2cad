"""The `.gsb` file: offers, answers or a receipt, sealed to one reader and signed by one writer.

docs/bundle.md describes every byte. A file is a header in the open and frames that open one by
one, so that a torn copy keeps its beginning. Whoever only carries it can tell whose it is and
whether it is whole, and nothing else.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from sync.codec import BadMessage, canonical, decode
from sync.protocol import ChangeId, ScopeId, Wire

MAGIC = b"\x89GSB\r\n\x1a\n"
"""Eight bytes that a copy made as text would spoil."""
VERSION = 1
MAX_HEADER = 4_096
MAX_FRAME = 4 << 20
"""Bytes of one sealed frame."""
MAX_BUNDLE = 64 << 20
"""Bytes of one file; larger ones are not looked at."""
MAX_CARRIED = 32 << 20
"""Bytes of a file that can be handed in over a line: some ten thousand changes, or 80 pictures."""
MAX_INSIDE = 8_000_000
"""Decompressed bytes of what one frame holds."""
PICTURE_PIECE = 256 << 10
"""Bytes of a snapshot in one frame, so that a torn copy loses little."""

PHOTO_PIECE = 64 << 10
"""Bytes of a photograph in one frame: what the server takes at once, also over a line."""

START = struct.Struct(">8sHH")
FRAME = struct.Struct(">IB8s")
_HEAD = struct.Struct(">H")
LAST = 1
PURPOSE = b"bundle frame"


class Kind(StrEnum):
    """Which way a file goes."""

    offer = "offer"
    answer = "answer"
    receipt = "receipt"


class Piece(IntEnum):
    """What one frame holds."""

    offer = 1
    answer = 2
    picture = 3
    receipt = 4
    end = 5
    taken_back = 6
    photo = 7
    left_photo = 8
    photo_taken = 9


class Fault(StrEnum):
    """Why a file as a whole is not for this reader."""

    not_bundle = "not-bundle"
    newer = "newer"
    damaged = "damaged"
    too_large = "too-large"
    elsewhere = "elsewhere"


class BadBundle(Exception):
    """A file that cannot be begun; nothing of it was used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Header(Wire, frozen=True, kw_only=True):
    """What stands in the open: which file, of which device, for whom; no word of its content.

    `device` made an offer, and is who an answer or receipt is for. `about` is the file answered.
    `reply` is the key to seal the way back to. Keys are hex; `to` is a key's fingerprint.
    """

    kind: Kind
    id: str
    device: str
    to: str
    fresh: str
    made_ms: int
    about: str = ""
    reply: str = ""


class Receipt(Wire, frozen=True, kw_only=True):
    """A carrier's word that a file is in her hands: since when, on which device, and its hash."""

    carrier: str
    at_ms: int
    digest: str
    is_whole: bool


class TakenBack(Wire, frozen=True, kw_only=True):
    """What the server heard of the facts that a device gave back, before the answers."""

    scope: ScopeId
    ids: tuple[ChangeId, ...]


class End(Wire, frozen=True, kw_only=True):
    """The last frame: how much went before, and what the writer has to say about it."""

    frames: int
    read: int = 0
    was_torn: bool = False
    stuck: str = ""


class PhotoPart(Wire, frozen=True, kw_only=True):
    """Some bytes of a photograph as its row names it, and where they begin."""

    scope: ScopeId
    row: str
    name: str
    size: int
    start: int


def photo_inside(part: PhotoPart, content: bytes) -> bytes:
    """Write what a frame holds of a photograph: a head, its length before it, and the bytes."""
    head = canonical(part)
    return _HEAD.pack(len(head)) + head + content


def read_photo(inside: bytes) -> tuple[PhotoPart, bytes]:
    """Read what a frame holds of a photograph. Raises `BadMessage`."""
    if len(inside) < _HEAD.size:
        raise BadMessage("truncated")
    end = _HEAD.size + int(_HEAD.unpack_from(inside)[0])
    return decode(PhotoPart, inside[_HEAD.size : end]), inside[end:]


@dataclass(frozen=True, slots=True)
class Look:
    """What can be told of a file unopened. `is_whole`: all frames are there, unspoiled."""

    header: Header
    frames: int
    is_whole: bool
    start: int


def look(content: bytes) -> Look:
    """Tell what stands in the open. Raises `BadBundle`."""
    header, start = read_header(content)
    frames, at = 0, start
    while (found := next_frame(content, at)) is not None:
        is_last, _, at = found
        frames += 1
        if is_last:
            return Look(header, frames, is_whole=True, start=start)
    return Look(header, frames, is_whole=False, start=start)


def read_header(content: bytes) -> tuple[Header, int]:
    """Read the header and where the frames begin. Raises `BadBundle`."""
    if len(content) > MAX_BUNDLE:
        raise BadBundle(Fault.too_large)
    if len(content) < START.size:
        is_ours = len(content) > 0 and MAGIC.startswith(content[: len(MAGIC)])
        raise BadBundle(Fault.damaged if is_ours else Fault.not_bundle)
    magic, version, size = START.unpack_from(content)
    if magic != MAGIC:
        raise BadBundle(Fault.not_bundle)
    if version > VERSION:
        raise BadBundle(Fault.newer)
    end = START.size + size
    if version != VERSION or size > MAX_HEADER or end > len(content):
        raise BadBundle(Fault.damaged)
    try:
        header = decode(Header, content[START.size : end])
    except BadMessage as error:
        raise BadBundle(Fault.damaged) from error
    if not _is_plain(header):
        raise BadBundle(Fault.damaged)
    return header, end


def _is_plain(header: Header) -> bool:
    """Tell whether a header's texts have the form they must have: they name files and rows."""
    hex_lengths: list[tuple[str, tuple[int, ...]]] = [
        (header.id, (32,)),
        (header.to, (32,)),
        (header.fresh, (64,)),
        (header.about, (0, 32)),
        (header.reply, (0, 64)),
    ]
    digits = set("0123456789abcdef")
    return (
        all(len(text) in sizes and set(text) <= digits for text, sizes in hex_lengths)
        and 0 < len(header.device) <= 64
        and set(header.device) <= digits | set("-ghijklmnopqrstuvwxyz")
        and 0 <= header.made_ms < 1 << 52
    )


def header_bytes(header: Header) -> bytes:
    """Write the start of a file."""
    text = canonical(header)
    return START.pack(MAGIC, VERSION, len(text)) + text


def next_frame(content: bytes, at: int) -> tuple[bool, bytes, int] | None:
    """Give the frame at a place: whether it is the last, its bytes, and where the next begins.

    None when it is cut or spoiled.
    """
    if at + FRAME.size > len(content):
        return None
    size, flags, check = FRAME.unpack_from(content, at)
    start, end = at + FRAME.size, at + FRAME.size + size
    if size > MAX_FRAME or flags not in (0, LAST) or end > len(content):
        return None
    closed = content[start:end]
    return (flags == LAST, closed, end) if check_of(closed) == check else None


def check_of(closed: bytes) -> bytes:
    """Give what tells a carrier, who cannot open a frame, that it was spoiled on the way."""
    return hashlib.sha256(closed).digest()[:8]


def place_of(at: int, *, is_last: bool) -> bytes:
    """Give what a signature says about the place of a frame."""
    return struct.pack(">I?", at, is_last)
