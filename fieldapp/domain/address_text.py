"""The spelling of doors: digits, markers and labels brought to one form before they are read."""

from __future__ import annotations

import re
import unicodedata

from fieldapp.domain.numerals import CHARACTERS, chinese_number, roman_number
from fieldapp.domain.text import JOINERS, is_invisible

ANY_DASH = "‐‑‒–—―−－─﹣~～"
STEMS = "甲乙丙丁戊己庚辛壬癸"
_PARTED = re.compile(
    r"\s*([^\s./_]*[0-9A-Z])(?:\s*[./_]\s*|\s+)([0-9]{1,2})(?:\s*[./_]\s*|\s+)([0-9][0-9A-Z]*)\s*"
    r"|\s*([^\s./_]*[0-9])\s+([0-9]{3,4})\s*"
)
_REGION = re.compile(
    r"(?:[^0-9-]{2,9}?(?:省|自治区|自治州|市|(?<!小)区|县|旗|街道|街道办事处|(?<!小)镇|乡|社区居委会|社区))+(?=[^0-9-]{2})"
)
_ROMAN_RUN = re.compile(r"(?<![A-Z])([IVX]+)(?=栋|幢|号|座|单元|区|期|-)")
_NUMERAL_BEFORE_MARKER = re.compile(
    rf"[{CHARACTERS}]+(?=号|栋|幢|座|#|单元|层|楼|室|户|房|门|梯|期|区|-|$|、)|(?<=-)[{CHARACTERS}]+"
)

BUILDING_MARK = (
    r"(?:号楼|号家属楼|号住宅楼|栋|幢|#楼|#|座|楼(?=.*(?:单元|-))|号院(?!.*(?:号楼|栋|幢|#|座)))"
)
UNIT_MARK = r"(?:单元|门洞|单|梯|门(?=.*[0-9]))"
LABEL = rf"(?:(?:[{STEMS}]|^[东南西北中新老])?[0-9]{{1,3}}[A-Z]?|[{STEMS}]|[A-Z][0-9]{{0,3}})"
UNIT_LABEL = rf"(?:[{STEMS}]?[0-9]{{1,2}}|[A-Z]|[{STEMS}东南西北中左右前后])"


def door_spelling(text: str) -> str:
    """Write a door in half-width capitals with one dash and Arabic digits; the words stay."""
    wide = unicodedata.normalize("NFKC", text)
    parted = _PARTED.fullmatch(wide)
    if parted is not None:
        # Spaces and points are dropped elsewhere, but here they are all that keeps 3 2 501 apart.
        wide = "-".join(part for part in parted.groups() if part)
    kept = "".join(c for c in wide if not (is_invisible(c) or c.isspace() or c in JOINERS))
    upper = re.sub(f"[{ANY_DASH}]", "-", kept.strip("'").upper())
    zeros = re.sub(r"(?<=[0-9-])[O〇○零]|[O〇○零](?=[0-9])", "0", upper)
    roman = _ROMAN_RUN.sub(lambda m: str(roman_number(m.group(1)) or m.group(1)), zeros)
    return _NUMERAL_BEFORE_MARKER.sub(_arabic, roman)


def without_zeros(label: str) -> str:
    """Drop leading zeros of each number in a label, as keys are compared without them."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", label)


def without_region(name: str) -> str:
    """Drop city, district, street office and community before the name of a compound."""
    return _REGION.sub("", name, count=1)


def compound_key(name: str) -> str:
    """Reduce a compound's name to its key: 杏林家园小区 is 杏林家园."""
    key = key_text(name)
    return key.removesuffix("小区") if len(key) > 4 else key


def key_text(text: str) -> str:
    """Reduce a place name to what makes it the same place: no punctuation, spaces or case (B36)."""
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in wide if unicodedata.category(c)[0] in "LN")


def _arabic(match: re.Match[str]) -> str:
    number = chinese_number(match.group())
    return match.group() if number is None else str(number)
