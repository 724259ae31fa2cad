"""Wrapping and unwrapping the database key: Argon2id, HKDF-SHA256, AES-256-GCM.

The parameters of a slot are authenticated with what it seals, so nobody can make a guess cheaper.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import msgspec
from argon2.exceptions import Argon2Error
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.errors import Trouble
from fieldapp.store.key_file import PinSlot, RecoverySlot
from fieldapp.store.os_secret import OsSecrets


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a PIN costs. It is stored with the slot, so it may rise later."""

    passes: int
    memory_kib: int
    lanes: int


STANDARD = Cost(passes=3, memory_kib=131_072, lanes=4)
"""About 0.3 s on two slow cores; six digits still want the secret of the OS beside it."""


def seal_by_pin(key: bytes, digits: str, cost: Cost, os_secrets: OsSecrets) -> PinSlot:
    """Wrap the key by a PIN, and by a new secret of the OS where it keeps one.

    Raises Trouble memory-short.
    """
    # A name of its own for each wrap: a crash in between leaves the old wrap and its secret whole.
    entry, os_secret = secrets.token_hex(16), secrets.token_bytes(32)
    is_kept = os_secrets.keep(entry, os_secret)
    slot = PinSlot(
        passes=cost.passes,
        memory_kib=cost.memory_kib,
        lanes=cost.lanes,
        salt=secrets.token_bytes(16),
        os_entry=entry if is_kept else None,
        nonce=secrets.token_bytes(12),
        sealed=b"",
    )
    by_pin = _pin_key(slot, digits, os_secret if is_kept else b"")
    sealed = AESGCM(by_pin).encrypt(slot.nonce, key, _bound(slot))
    return msgspec.structs.replace(slot, sealed=sealed)


def open_by_pin(slot: PinSlot, digits: str, os_secret: bytes) -> bytes | None:
    """Unwrap the key by a PIN; None when it is not the one.

    Raises Trouble memory-short.
    """
    return _open(_pin_key(slot, digits, os_secret), slot)


def seal_by_recovery(key: bytes, secret: bytes) -> RecoverySlot:
    """Wrap the key by a recovery secret."""
    slot = RecoverySlot(secrets.token_bytes(16), secrets.token_bytes(12), b"")
    sealed = AESGCM(_recovery_key(slot, secret)).encrypt(slot.nonce, key, _bound(slot))
    return msgspec.structs.replace(slot, sealed=sealed)


def open_by_recovery(slot: RecoverySlot, secret: bytes) -> bytes | None:
    """Unwrap the key by a recovery secret; None when it is not the one."""
    return _open(_recovery_key(slot, secret), slot)


def _pin_key(slot: PinSlot, digits: str, os_secret: bytes) -> bytes:
    try:
        stretched = hash_secret_raw(
            digits.encode(), slot.salt, slot.passes, slot.memory_kib, slot.lanes, 32, Type.ID
        )
    except Argon2Error as error:
        raise Trouble(
            "memory-short", "内存不够，没能打开，记录没有动。关掉几个别的窗口再试。"
        ) from error
    return _hkdf(stretched + os_secret, slot.salt, b"fieldapp pin 1")


def _recovery_key(slot: RecoverySlot, secret: bytes) -> bytes:
    return _hkdf(secret, slot.salt, b"fieldapp recovery 1")


def _hkdf(secret: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=use).derive(secret)


def _open(wrapping: bytes, slot: PinSlot | RecoverySlot) -> bytes | None:
    try:
        return AESGCM(wrapping).decrypt(slot.nonce, slot.sealed, _bound(slot))
    except InvalidTag:
        return None


def _bound(slot: PinSlot | RecoverySlot) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(slot, sealed=b""))
