"""The recovery key as people write it: seven groups of four characters, the last one a check.

The alphabet leaves out I, L, O and U. The check character is a polynomial over GF(32), so that any
one wrong character and any two swapped ones are noticed before a key is tried.
"""

from __future__ import annotations

import secrets

from fieldapp.errors import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BITS = 135
SECRET_BYTES = 17
_LENGTH = SECRET_BITS // 5 + 1
_GROUP = 4
_VALUE = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = frozenset("-‐‑‒–—−·.,_")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def new_secret() -> bytes:
    """Draw a recovery secret."""
    return secrets.randbits(SECRET_BITS).to_bytes(SECRET_BYTES, "big")


def written(secret: bytes) -> str:
    """Write a secret as XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX."""
    number = int.from_bytes(secret, "big")
    values = [number >> shift & 31 for shift in range(SECRET_BITS - 5, -5, -5)]
    text = "".join(ALPHABET[value] for value in [*values, _check(values)])
    return "-".join(text[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def read(text: str) -> bytes:
    """Read a secret back, in any case and spacing, full-width too; O is 0, I and L are 1.

    Raises Refused: recovery-mistyped.
    """
    plain = text.translate(_FULL_WIDTH).upper()
    kept = [c for c in plain if not c.isspace() and c not in _SEPARATORS]
    if len(kept) != _LENGTH:
        raise _mistyped(f"恢复码是 {_LENGTH} 个字，这里有 {len(kept)} 个。对着纸条再看一遍。")
    values = [_VALUE.get(character, -1) for character in kept]
    if -1 in values or _check(values[:-1]) != values[-1]:
        raise _mistyped("恢复码抄得不一样，记录没有动。对着纸条一格一格再看一遍。")
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return number.to_bytes(SECRET_BYTES, "big")


def _check(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total


def _doubled(value: int) -> int:
    """Multiply by x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _mistyped(sentence: str) -> Refused:
    return Refused("recovery-mistyped", sentence, field="recovery", is_input=True)
