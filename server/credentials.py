"""Tokens, enrolment codes and passwords: drawn here, and kept only as hashes."""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not mistaken for each other when read aloud or from paper."""
CODE_LENGTH = 10
MARK_LENGTH = 32
"""Characters of the certificate's mark in a code: 160 of the 256 bits."""

_hasher = PasswordHasher()


def draw_token() -> str:
    """Draw a device token of 256 bits."""
    return secrets.token_urlsafe(32)


def draw_code() -> str:
    """Draw a one-time enrolment code of 50 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))


def hashed(secret: str) -> str:
    """Hash a secret that is too random to be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Hash a password with Argon2id."""
    return _hasher.hash(password)


def is_password(stored: str, password: str) -> bool:
    """Tell whether `password` is the one that was hashed; an empty hash fits nothing."""
    try:
        return bool(stored) and _hasher.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    """Give a hash that is nobody's: checking it takes as long as checking somebody's."""
    return _hasher.hash(secrets.token_urlsafe(16))


def certificate_mark(pem: bytes) -> str:
    """Give the mark that codes carry: base32 of the SHA-256 of the certificate, shortened."""
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    full = base64.b32encode(hashlib.sha256(der).digest()).decode()
    return full[:MARK_LENGTH]
