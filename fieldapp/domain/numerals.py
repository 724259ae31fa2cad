"""Numbers as Chinese writing has them: 三, 十七, 廿一, 一百零五, 一九四九, 叁, Ⅲ."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, cs in enumerate(
    ("零〇○", "一壹幺", "二贰两弍", "三叁弎", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for c in cs}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_SCORES = {"廿": 20, "卄": 20, "卅": 30}
_ROMAN = {"I": 1, "V": 5, "X": 10}

CHARACTERS = "".join((*_DIGITS, *_TENS, *_SCORES))
"""Every character that a Chinese number below a thousand may be written with."""


def chinese_number(text: str) -> int | None:
    """Read a Chinese number below 1000 or bare digits (一九四九); None if it is none."""
    if not text or any(c not in CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _by_place(text)


def _by_place(text: str) -> int | None:
    total, pending = 0, None
    for c in text:
        if c in _SCORES:
            total += _SCORES[c]
        elif c in _TENS:
            total += (1 if pending is None else pending) * _TENS[c]
            pending = None
        elif pending is None or pending == 0:
            pending = _DIGITS[c]
        else:
            return None
    return total + (pending or 0)


def roman_number(text: str) -> int | None:
    """Read a Roman number up to 39; None if it is none."""
    if not re.fullmatch(r"X{0,3}(IX|IV|V?I{0,3})", text) or not text:
        return None
    values = [_ROMAN[c] for c in text]
    signs = [-1 if v < max(values[i:]) else 1 for i, v in enumerate(values)]
    return sum(v * s for v, s in zip(values, signs, strict=True))


def with_arabic_digits(text: str) -> str:
    """Replace every Chinese number in a text by its Arabic form."""
    return re.sub(f"[{CHARACTERS}]+", _arabic, text)


def _arabic(match: re.Match[str]) -> str:
    run = match.group()
    if all(c in _DIGITS for c in run):
        return "".join(str(_DIGITS[c]) for c in run)
    number = _by_place(run)
    return run if number is None else str(number)
