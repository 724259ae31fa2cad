"""What a PIN may be: digits, six or more, and not one of those tried first."""

from __future__ import annotations

from itertools import pairwise

from fieldapp.errors import Refused

SHORTEST = 6
LONGEST = 32

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_TRIED_FIRST = frozenset(
    "112233 123321 147258 147369 159357 159753 258369 520131 521131 131452 "
    "5201314 1314520 1314521 112358 789456 456789123 147258369 123654 456123".split()
)


def digits_of(text: str) -> str:
    """Read a typed PIN: spaces around it dropped, full-width digits as plain ones.

    Raises Refused pin-not-digits.
    """
    digits = text.strip().translate(_FULL_WIDTH)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > LONGEST:
        raise _refused("pin-not-digits", "PIN 只用数字，再输一次。")
    return digits


def new_pin(text: str) -> str:
    """Read a PIN someone wants to use from now on.

    Raises Refused: pin-not-digits, pin-short, pin-weak.
    """
    digits = digits_of(text)
    if len(digits) < SHORTEST:
        raise _refused("pin-short", f"PIN 至少 {SHORTEST} 位数字，再加几位。")
    if _is_guessed_first(digits):
        raise _refused("pin-weak", "这样的 PIN 一猜就中。换一个不重复、不连着的。")
    return digits


def _is_guessed_first(digits: str) -> bool:
    return digits in _TRIED_FIRST or _is_repeated(digits) or _is_a_run(digits)


def _is_repeated(digits: str) -> bool:
    return any(
        digits == (digits[:size] * len(digits))[: len(digits)]
        for size in range(1, len(digits) // 2 + 1)
    )


def _is_a_run(digits: str) -> bool:
    """123456, 987654, 567890, 246802: one step all along."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(steps) == 1


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, field="pin", is_input=True)
