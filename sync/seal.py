"""Sealing and signing: what only one key can open, and what only one key can have written.

To seal: X25519 between a fresh key and the recipient's, HKDF-SHA256, ChaCha20-Poly1305 frame by
frame. Each frame opens by itself and knows its place, so that a torn copy keeps its beginning and
frames can be neither swapped nor left out unnoticed. To sign: Ed25519. Keys are 32 raw bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_ONE_SHOT = b"fieldapp sealed 1"
_FRAMES = b"fieldapp frames 1"
_SIGNED = b"fieldapp signed 1"


class Closed(Exception):
    """It does not open: sealed to another key, damaged, cut off, or out of its place."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A server's public halves: `seal` to send it something, `sign` to know its word."""

    seal: bytes
    sign: bytes


def draw_sealing_key() -> bytes:
    """Draw a secret that opens what is sealed to `sealing_public` of it."""
    return X25519PrivateKey.generate().private_bytes_raw()


def sealing_public(secret: bytes) -> bytes:
    """Give the public half of a sealing key."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def draw_signing_key() -> bytes:
    """Draw a secret that signs."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def signing_public(secret: bytes) -> bytes:
    """Give the public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def derived_key(secret: bytes, purpose: str) -> bytes:
    """Derive a key for one purpose from a secret that is kept anyway; the same at all times."""
    return _derive(secret, b"fieldapp derived 1", purpose.encode())


def fingerprint(public: bytes) -> str:
    """Give a short text that tells a public key from others: 128 bits in hex."""
    return hashlib.sha256(public).hexdigest()[:32]


def sign(secret: bytes, purpose: bytes, message: bytes) -> bytes:
    """Sign a message for one purpose; the signature holds for no other."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    return key.sign(_to_sign(purpose, message))


def is_signed(public: bytes, purpose: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the holder of a key signed this message for this purpose."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _to_sign(purpose, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_sign(purpose: bytes, message: bytes) -> bytes:
    return b"\0".join((_SIGNED, purpose, hashlib.sha256(message).digest()))


def seal(public: bytes, content: bytes, about: bytes = b"") -> bytes:
    """Seal content to a key, in one piece; `about` must be named again to open it."""
    fresh = draw_sealing_key()
    key = _agreed(fresh, public, sealing_public(fresh) + public, _ONE_SHOT)
    closed = ChaCha20Poly1305(key).encrypt(bytes(12), content, about)
    return sealing_public(fresh) + closed


def open_sealed(secret: bytes, sealed: bytes, about: bytes = b"") -> bytes:
    """Open what was sealed to a key in one piece. Raises `Closed`."""
    fresh, closed = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        key = _agreed(secret, fresh, fresh + sealing_public(secret), _ONE_SHOT)
        return ChaCha20Poly1305(key).decrypt(bytes(12), closed, about)
    except (InvalidTag, ValueError) as error:
        raise Closed from error


@dataclass(slots=True)
class FrameSealer:
    """Seals frames one after the other; `fresh` is to be told to whoever opens them."""

    fresh: bytes
    _key: bytes = field(repr=False)
    _about: bytes
    _at: int = 0

    def seal(self, content: bytes, *, is_last: bool) -> bytes:
        """Seal the next frame."""
        closed = ChaCha20Poly1305(self._key).encrypt(
            _place(self._at, is_last=is_last), content, self._about
        )
        self._at += 1
        return closed


@dataclass(slots=True)
class FrameOpener:
    """Opens frames in their order."""

    _key: bytes = field(repr=False)
    _about: bytes
    _at: int = 0

    def open(self, closed: bytes, *, is_last: bool) -> bytes:
        """Open the next frame. Raises `Closed`, and the next try is at the same place."""
        try:
            content = ChaCha20Poly1305(self._key).decrypt(
                _place(self._at, is_last=is_last), closed, self._about
            )
        except (InvalidTag, ValueError) as error:
            raise Closed from error
        self._at += 1
        return content


def frame_sealer(public: bytes, fresh: bytes, about: bytes) -> FrameSealer:
    """Begin to seal frames to a key with a fresh secret, used for nothing else.

    Every frame is bound to `about`, which travels in the open.
    """
    public_fresh = sealing_public(fresh)
    return FrameSealer(public_fresh, _agreed(fresh, public, public_fresh + public, _FRAMES), about)


def frame_opener(secret: bytes, fresh: bytes, about: bytes) -> FrameOpener:
    """Begin to open frames that were sealed to a key. Raises `Closed` for a key that is none."""
    try:
        key = _agreed(secret, fresh, fresh + sealing_public(secret), _FRAMES)
    except ValueError as error:
        raise Closed from error
    return FrameOpener(key, about)


def _agreed(secret: bytes, public: bytes, salt: bytes, purpose: bytes) -> bytes:
    shared = X25519PrivateKey.from_private_bytes(secret).exchange(
        X25519PublicKey.from_public_bytes(public)
    )
    return _derive(shared, salt, purpose)


def _derive(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def _place(at: int, *, is_last: bool) -> bytes:
    """Make a frame's nonce of its place; each key seals one series of frames only."""
    return at.to_bytes(11, "big") + (b"\1" if is_last else b"\0")
