"""What a device leaves behind in a scope it may no longer hold: receipts, and what it packs up.

The server signs which changes it took, so that the device can prove it before it erases anything.
What the device still keeps is sealed to the server's key: it can carry it, and not read it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

import msgspec

from sync.codec import BadMessage, canonical, pack, unpack
from sync.protocol import Judged, Returned
from sync.seal import Closed, is_signed, open_sealed, seal, sign

_RECEIPT = b"receipt of what was left behind"
_PHOTO = b"receipt of a photograph left behind"
MAX_PACKED = 24_000_000
"""Decoded bytes of one piece that was packed up."""


class LeftPhoto(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A photograph of a scope that was left; `sealed` to the server, base64."""

    scope: str
    row: str
    name: str
    sealed: str


class PhotoTaken(msgspec.Struct, frozen=True):
    """The server's word, signed, that it needs nothing more of a photograph; base64."""

    scope: str
    row: str
    name: str
    receipt: str


@runtime_checkable
class LeavingLine(Protocol):
    """Who carries photographs of scopes that were left; the line over HTTP does."""

    def leave_photo(self, left: LeftPhoto) -> PhotoTaken:
        """Hand one in, and bring back the server's signature. Raises what the line raises."""
        ...


class _Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    returns: tuple[Returned, ...]


def sign_receipt(secret: bytes, scope: str, judged: Sequence[Judged]) -> str:
    """Sign that these changes stand in a scope's log; base64."""
    signature = sign(secret, _RECEIPT, _receipt(scope, judged))
    return base64.b64encode(signature).decode()


def is_receipt(public: bytes, receipt: str, scope: str, judged: Sequence[Judged]) -> bool:
    """Tell whether the server signed that it took these very changes."""
    try:
        signature = base64.b64decode(receipt, validate=True)
    except (binascii.Error, ValueError):
        return False
    return is_signed(public, _RECEIPT, _receipt(scope, judged), signature)


def _receipt(scope: str, judged: Sequence[Judged]) -> bytes:
    return canonical([scope, [[one.id, one.seq] for one in judged]])


def pack_up(public: bytes, scope: str, returns: Iterable[Returned]) -> str:
    """Seal facts and changes of a scope to the server; base64."""
    packed = pack(_Packed(tuple(returns)))
    return base64.b64encode(seal(public, packed, scope.encode())).decode()


def unpack_left(secret: bytes, scope: str, sealed: str) -> tuple[Returned, ...]:
    """Open what was packed up in a scope; nothing, where it does not open."""
    try:
        packed = open_sealed(secret, base64.b64decode(sealed, validate=True), scope.encode())
        return unpack(_Packed, packed, limit=MAX_PACKED).returns
    except (BadMessage, Closed, binascii.Error, ValueError):
        return ()


def pack_photo(public: bytes, scope: str, row: str, name: str, content: bytes) -> LeftPhoto:
    """Seal a photograph to the server."""
    sealed = seal(public, content, name.encode())
    return LeftPhoto(scope, row, name, base64.b64encode(sealed).decode())


def open_photo(secret: bytes, left: LeftPhoto) -> bytes | None:
    """Open a photograph that was left; None, where it does not open."""
    try:
        return open_sealed(secret, base64.b64decode(left.sealed, validate=True), left.name.encode())
    except (Closed, binascii.Error, ValueError):
        return None


def sign_photo(secret: bytes, left: LeftPhoto) -> PhotoTaken:
    """Sign that a photograph is in good hands."""
    signature = sign(secret, _PHOTO, canonical([left.scope, left.row, left.name]))
    return PhotoTaken(left.scope, left.row, left.name, base64.b64encode(signature).decode())


def is_photo_taken(public: bytes, taken: PhotoTaken) -> bool:
    """Tell whether the server signed that it has just this photograph."""
    try:
        signature = base64.b64decode(taken.receipt, validate=True)
    except (binascii.Error, ValueError):
        return False
    return is_signed(public, _PHOTO, canonical([taken.scope, taken.row, taken.name]), signature)
