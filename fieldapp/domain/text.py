"""Free text as it may be stored and exported: nothing invisible in it, nothing lost from it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fieldapp.domain.findings import Finding, Option, ask, fix

BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
ZERO_WIDTH = frozenset("\u00ad\u180e\u200b\u2060\ufeff")
JOINERS = frozenset("\u200c\u200d")
LOST = frozenset("\ufffd?？□")

_KEPT_BREAKS = frozenset("\n\t")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text without control and direction characters, and what was taken out."""

    text: str
    findings: tuple[Finding, ...] = ()


def is_invisible(char: str) -> bool:
    """True for control, direction, zero-width and half surrogate characters (joiners are kept)."""
    if char in BIDI_CONTROLS or char in ZERO_WIDTH:
        return True
    return unicodedata.category(char) in ("Cc", "Cs")


def strip_invisible(text: str, *, kept: frozenset[str] = _KEPT_BREAKS) -> str:
    """Take out invisible characters except those in `kept`; everything visible stays, emoji too."""
    return "".join(c for c in text if c in kept or not is_invisible(c))


def clean_text(text: str, *, field: str = "note") -> CleanText:
    """Make a note storable (B46): line breaks unified, invisible characters out, nothing cut."""
    if text.isascii() and text.isprintable():
        return CleanText(text)
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = strip_invisible(unified)
    findings: list[Finding] = []
    if cleaned != unified:
        findings.append(fix("B46", field, "去掉了看不见的控制字符"))
    recovered = recover_mojibake(cleaned)
    if recovered is not None:
        findings.append(_ask_mojibake(field, recovered))
    return CleanText(cleaned, tuple(findings))


def is_lost_char(char: str) -> bool:
    """True for a stand-in of a character that some program lost (B37), private use too."""
    return char in LOST or unicodedata.category(char) == "Co"


def cell_for_export(text: str) -> str:
    """Disarm text that a spreadsheet would run as a formula (B46)."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def recover_mojibake(text: str) -> str | None:
    """Return the text as it was before a wrong decoding (B45), a lost end as □; None when sound."""
    return _from_latin1(text) or _from_gbk(text)


def _ask_mojibake(field: str, recovered: str) -> Finding:
    options = (
        Option("recovered", f"改成“{recovered[:20]}”", ((field, recovered),)),
        Option("keep", "就按原样"),
    )
    return ask("B45", field, "这些字像是编码读错了", options)


def _from_latin1(text: str) -> str | None:
    high = [c for c in text if "\x80" <= c <= "\xff" and c != "·"]
    if len(high) < 4 or any(c > "\xff" for c in text):
        return None
    try:
        decoded = text.encode("latin-1").decode("gb18030")
    except UnicodeError:
        return None
    return decoded if _is_mostly_han(decoded) else None


def _from_gbk(text: str) -> str | None:
    # The last byte of an odd-length read was usually already lost, so the tail may be broken.
    whole = text.partition("\ufffd")[0]
    try:
        raw = whole.encode("gb18030")
    except UnicodeError:
        return None
    for cut in range(3):
        try:
            decoded = raw[: len(raw) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        tail = "□" if cut or whole != text else ""
        return decoded + tail if _is_believable(decoded) else None
    return None


def _is_believable(text: str) -> bool:
    """True for at least two characters, all from the everyday set: chance seldom makes those."""
    try:
        text.encode("gb2312")
    except UnicodeError:
        return False
    return sum("\u4e00" <= c <= "\u9fff" for c in text) >= 2 and _is_mostly_han(text)


def _is_mostly_han(text: str) -> bool:
    if not text:
        return False
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return han >= 1 and han * 2 >= len(text.strip()) and "\ufffd" not in text
