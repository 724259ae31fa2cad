"""Telephone numbers as people write them in a cell: several at once, with whose they are.

A mobile number is kept as 11 digits; a landline, an extension or a short number as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.findings import Finding, fix, refuse, warn
from fieldapp.domain.text import JOINERS, is_invisible

FIELD = "phones"
_PLACEHOLDERS = frozenset(
    {"", "无", "没有", "不详", "未知", "/", "-", "0", "空", "空号", "N/A", "无电话"}
)
_SEPARATORS = re.compile(r"[/、,;|\n\\]+|\s+(?=1[0-9]{10}(?![0-9]))|和|或")
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]?")
_MOBILE = re.compile(r"(?:\+?86)?(1[0-9]{10})")
_LANDLINE = re.compile(r"(?:\(?0[0-9]{2,3}\)?-?)?[2-9][0-9]{6,7}(?:(?:转|-|#|x)[0-9]{1,6})?")
_SHORT = re.compile(r"[0-9]{3,6}")
_LOST = re.compile(r"([0-9])\.?([0-9]*)E\+?([0-9]+)", re.IGNORECASE)


class PhoneKind(StrEnum):
    """What sort of number it is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SHORT = "short"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number; `whose` is what was written beside it (儿子), empty for the person's own."""

    number: str
    kind: PhoneKind
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Phones:
    """All numbers of one cell in order, without repeats."""

    numbers: tuple[Phone, ...]
    original: str
    findings: tuple[Finding, ...] = ()


def spaced(number: str) -> str:
    """Write a mobile number in three groups: 100 1234 5601; others as they are."""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number


def parse_phones(text: str, *, field: str = FIELD) -> Phones:
    """Read one or several telephone numbers with the words beside them (B52, B53, B54)."""
    plain = _plain(text)
    if plain.replace(" ", "").upper() in _PLACEHOLDERS:
        return Phones((), text)
    lost = _LOST.fullmatch(plain.replace(" ", ""))
    if lost is not None:
        return _from_scientific(lost, text, field)
    pieces = [p for p in _SEPARATORS.split(plain) if p and p.strip()]
    found: list[Phone] = []
    for piece in pieces:
        _add_piece(found, piece)
    return Phones(tuple(found), text, tuple(_findings(found, text, field)))


def _plain(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)
    kept = (c for c in wide if c in "\n\t" or not (is_invisible(c) or c in JOINERS))
    return "".join(kept).strip().strip("'").strip()


def _from_scientific(lost: re.Match[str], text: str, field: str) -> Phones:
    digits, exponent = lost.group(1) + lost.group(2), int(lost.group(3))
    if exponent < 20 and len(digits) == exponent + 1:
        phone = _phone(digits, "")
        return Phones((phone,), text, tuple(_findings([phone], text, field)))
    gone = refuse("B52", field, "表格软件把电话后几位弄丢了，把这一列设成文本再导出一次")
    return Phones((), text, (gone,))


def _add_piece(found: list[Phone], piece: str) -> None:
    bracketed = _BRACKETS.search(piece)
    whose = bracketed.group(1).strip() if bracketed and not bracketed.group(1).isdigit() else ""
    rest = piece if not whose else _BRACKETS.sub(" ", piece)
    words = re.sub(r"[0-9+\-() ~#:：.]|转(?=[0-9])", "", rest).strip()
    number = rest if not words else re.sub(r"[^0-9+\-()转#x ]", " ", rest).strip()
    whose = whose or words
    if not re.search(r"[0-9]", number):
        _tell_whose(found, whose)
        return
    phone = _phone(number, whose)
    if all(phone.number != p.number for p in found):
        found.append(phone)


def _tell_whose(found: list[Phone], whose: str) -> None:
    """A word standing alone belongs to the number before it."""
    if found and whose and not found[-1].whose:
        found[-1] = Phone(found[-1].number, found[-1].kind, whose)


def _phone(number: str, whose: str) -> Phone:
    bare = re.sub(r"[\s\-.]", "", number)
    mobile = _MOBILE.fullmatch(bare)
    if mobile is not None:
        return Phone(mobile.group(1), PhoneKind.MOBILE, whose)
    typed = re.sub(r"\s+", "", number)
    if _LANDLINE.fullmatch(typed):
        return Phone(typed, PhoneKind.LANDLINE, whose)
    kind = PhoneKind.SHORT if _SHORT.fullmatch(typed) else PhoneKind.OTHER
    return Phone(typed, kind, whose)


def _findings(found: list[Phone], text: str, field: str) -> list[Finding]:
    told: list[Finding] = []
    if len(found) > 1:
        told.append(fix("B54", field, f"一格里有 {len(found)} 个电话，分开记"))
    elif found and found[0].kind is PhoneKind.MOBILE and found[0].number != text.strip():
        told.append(fix("B52", field, "电话统一写成 11 位"))
    for phone in found:
        odd = _oddity(phone)
        if odd:
            told.append(warn("B52", field, odd))
    return told


def _oddity(phone: Phone) -> str | None:
    if phone.kind is PhoneKind.MOBILE and phone.number[1] not in "3456789":
        return "号码开头不像手机号，先照写"
    if phone.kind is PhoneKind.OTHER:
        digits = sum(c.isdigit() for c in phone.number)
        return f"电话有 {digits} 位数，先照写"
    return None
