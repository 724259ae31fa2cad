"""Bytes sealed in frames, so that what was torn keeps its beginning and a whole one knows its end.

A file is a 16-byte salt and then frames: 4 bytes of length, AES-256-GCM over at most `FRAME` bytes.
Each file has a key of its own, made of the owner's key, the salt and the file's purpose; the nonce
is the number of the frame, and the last frame is sealed as the last. So frames can be neither
swapped, dropped, nor moved to another file, and a beginning is never taken for the whole.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 65_536
SALT = 16
_HEAD, _TAG = 4, 16
_MORE, _LAST = b"more", b"last"


class Damaged(Exception):
    """What was to be opened is torn, altered, or sealed with another key."""


def seal_whole(key: bytes, purpose: str, content: bytes) -> bytes:
    """Seal all of a content."""
    salt = secrets.token_bytes(SALT)
    opener = _cipher(key, purpose, salt)
    parts = [content[at : at + FRAME] for at in range(0, len(content), FRAME)] or [b""]
    marks = [_MORE] * (len(parts) - 1) + [_LAST]
    frames = (_frame(opener, n, *pair) for n, pair in enumerate(zip(parts, marks, strict=True)))
    return salt + b"".join(frames)


def open_whole(key: bytes, purpose: str, sealed: bytes) -> bytes:
    """Open what `seal_whole` made. Raises `Damaged`."""
    opener = _cipher(key, purpose, sealed[:SALT])
    at, parts = SALT, list[bytes]()
    while at < len(sealed):
        body = _body(sealed, at)
        is_last = at + _HEAD + len(body) == len(sealed)
        parts.append(_opened(opener, len(parts), body, _LAST if is_last else _MORE))
        at += _HEAD + len(body)
    if not parts:
        raise Damaged
    return b"".join(parts)


def begin() -> bytes:
    """Begin a file that grows frame by frame: gives its salt, which stands first."""
    return secrets.token_bytes(SALT)


def next_frame(key: bytes, purpose: str, salt: bytes, number: int, part: bytes) -> bytes:
    """Seal the next frame of a growing file; `number` counts from 0."""
    return _frame(_cipher(key, purpose, salt), number, part, _MORE)


def open_growing(key: bytes, purpose: str, sealed: bytes) -> tuple[list[bytes], int]:
    """Open a growing file as far as it is whole: its parts, and the length of that much of it."""
    opener = _cipher(key, purpose, sealed[:SALT])
    at, parts = min(SALT, len(sealed)), list[bytes]()
    while at < len(sealed):
        try:
            body = _body(sealed, at)
            parts.append(_opened(opener, len(parts), body, _MORE))
        except Damaged:
            break
        at += _HEAD + len(body)
    return parts, at


def _cipher(key: bytes, purpose: str, salt: bytes) -> AESGCM:
    return AESGCM(hmac.new(key, salt + purpose.encode(), hashlib.sha256).digest())


def _frame(cipher: AESGCM, number: int, part: bytes, mark: bytes) -> bytes:
    body = cipher.encrypt(number.to_bytes(12, "big"), part, mark)
    return len(body).to_bytes(_HEAD, "big") + body


def _body(sealed: bytes, at: int) -> bytes:
    size = int.from_bytes(sealed[at : at + _HEAD], "big")
    body = sealed[at + _HEAD : at + _HEAD + size]
    if not _TAG <= size <= FRAME + _TAG or len(body) != size:
        raise Damaged
    return body


def _opened(cipher: AESGCM, number: int, body: bytes, mark: bytes) -> bytes:
    try:
        return cipher.decrypt(number.to_bytes(12, "big"), body, mark)
    except InvalidTag as error:
        raise Damaged from error
