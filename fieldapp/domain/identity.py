"""Identity numbers: what kind one is, whether it holds together, and what it says about a person.

Rules: GB 11643 (18 digits, check by ISO 7064 MOD 11-2), GB 11643-1989 (15 digits), the residence
permit of Hong Kong, Macao and Taiwan residents (areas 81, 82, 83), the permanent residence card of
foreigners (18 digits from 9 since 2023-12-01, before that three letters and twelve digits).
A number is never changed in meaning: a doubtful one is kept as typed and marked unverified.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldapp.domain.findings import Finding, Option, ask, fix, refuse, warn
from fieldapp.domain.text import JOINERS, is_invisible

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
FREE_TEXT_LIMIT = 30
FIELD = "id_no"

# First two digits that GB/T 2260 has allotted, and 91 once given to foreigners.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
    "50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()
)
_OLDEST_YEARS = 120
_DIGITS = "0123456789"
_HYPHENS = "-‐‑‒–—−－_"
_PLACEHOLDER_WORDS = {
    "": "not_asked",
    "无": "none",
    "没有": "none",
    "无证": "none",
    "无证件": "none",
    "未办": "none",
    "没办": "none",
    "未上户": "not_registered",
    "没上户": "not_registered",
    "未落户": "not_registered",
    "黑户": "not_registered",
    "新生儿": "newborn",
    "婴儿": "newborn",
    "不详": "unknown",
    "未知": "unknown",
    "不明": "unknown",
    "不清楚": "unknown",
    "待补": "unknown",
    "待查": "unknown",
    "N/A": "unknown",
    "NULL": "unknown",
    "/": "unknown",
    "\\": "unknown",
    "-": "unknown",
    "--": "unknown",
    "0": "unknown",
    "?": "unknown",
}


class IdType(StrEnum):
    """Kinds of identity papers, our own codes."""

    RESIDENT = "resident"
    RESIDENT_15 = "resident_15"
    HMT_RESIDENT = "hmt_resident"
    FOREIGN_PR = "foreign_pr"
    FOREIGN_PR_OLD = "foreign_pr_old"
    PASSPORT = "passport"
    HMT_PERMIT = "hmt_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    HUKOU_BOOK = "hukou_book"
    BIRTH_CERTIFICATE = "birth_certificate"
    OFFICER = "officer"
    OTHER = "other"
    NONE = "none"


class NoIdReason(StrEnum):
    """Why somebody has no number on file."""

    NOT_ASKED = "not_asked"
    NONE = "none"
    NOT_REGISTERED = "not_registered"
    NEWBORN = "newborn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number as it may be stored.

    `sex` is 1 or 2 (GB/T 2261.1); verified means that check and date hold.
    """

    id_type: IdType
    number: str | None
    original: str
    no_id_reason: NoIdReason | None = None
    birth_on: date | None = None
    sex: str | None = None
    is_verified: bool = False
    findings: tuple[Finding, ...] = ()


def check_digit(first17: str) -> str:
    """Compute the 18th character over 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True))
    return CHECK_DIGITS[total % 11]


def to_eighteen(fifteen: str) -> str:
    """Write a 15-digit number the 18-digit way, taking the birth year as 19xx."""
    first17 = fifteen[:6] + "19" + fifteen[6:]
    return first17 + check_digit(first17)


def to_fifteen(eighteen: str) -> str | None:
    """Write the old form of a number of somebody born in 19xx, for finding old papers."""
    return eighteen[:6] + eighteen[8:17] if eighteen[6:8] == "19" else None


def mask(number: str) -> str:
    """Show the first and last four characters only, fewer of a short number."""
    shown = min(4, len(number) // 4)
    if shown == 0:
        return "*" * len(number)
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[-shown:]


def parse_id(
    text: str,
    *,
    today: date,
    is_numeric_cell: bool = False,
    declared: IdType | None = None,
) -> IdNumber:
    """Read an identity number in any common spelling.

    `is_numeric_cell` tells that a spreadsheet kept it as a number, which holds 15 digits at most.
    `declared` is the kind of papers when another column says it.
    """
    reason = _placeholder_reason(text)
    if reason is not None:
        return _absent(text, reason)
    number, fixes = _normalised(text)
    reason = _placeholder_reason(number)
    if reason is not None:
        return _absent(text, NoIdReason.UNKNOWN)
    if _lost_digits(number, is_numeric_cell):
        gone = refuse("B06", FIELD, "表格软件丢了号码的后三位，把这一列设成文本再导出一次")
        return IdNumber(IdType.OTHER, None, text, findings=(gone,))
    found = _classified(number, text, today, declared)
    return IdNumber(
        found.id_type, found.number, text, found.no_id_reason, found.birth_on, found.sex,
        found.is_verified, (*fixes, *found.findings),
    )  # fmt: skip


def _placeholder_reason(text: str) -> NoIdReason | None:
    bare = "".join(unicodedata.normalize("NFKC", text).split()).strip("()'").upper()
    if bare in _PLACEHOLDER_WORDS:
        return NoIdReason(_PLACEHOLDER_WORDS[bare])
    if re.fullmatch(r"([0-9])\1+X?", bare):
        return NoIdReason.UNKNOWN
    if bare in ("123456789012345678", "12345678901234567X", "123456789012345"):
        return NoIdReason.UNKNOWN
    return None


def _absent(text: str, reason: NoIdReason) -> IdNumber:
    findings = (fix("B16", FIELD, "没有证件号，先空着"),) if text.strip() else ()
    return IdNumber(IdType.NONE, None, text, no_id_reason=reason, findings=findings)


def _normalised(text: str) -> tuple[str, tuple[Finding, ...]]:
    wide = unicodedata.normalize("NFKC", text)
    visible = "".join(c for c in wide if not (is_invisible(c) or c.isspace() or c in JOINERS))
    bare = visible.translate(dict.fromkeys(map(ord, _HYPHENS))).strip("'‘’`")
    upper = bare.upper()
    findings = []
    if any("\uff01" <= c <= "\uff5e" for c in text):
        findings.append(fix("B03", FIELD, "全角数字改成半角"))
    if len(bare) < len(wide):
        findings.append(fix("B04", FIELD, "去掉了空格、横线和看不见的字符"))
    if re.fullmatch(r"[0-9]{17}x", bare):
        findings.append(fix("B02", FIELD, "小写 x 改成大写 X"))
    return upper, tuple(findings)


def _lost_digits(number: str, is_numeric_cell: bool) -> bool:
    if re.fullmatch(r"[0-9](\.[0-9]+)?E\+?[0-9]+", number):
        return True
    if not re.fullmatch(r"[0-9]{16,}(\.0+)?", number):
        return False
    if is_numeric_cell:
        return True
    return number[-3:] == "000" and not (len(number) == 18 and _check_holds(number))


def _classified(number: str, text: str, today: date, declared: IdType | None) -> IdNumber:
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _eighteen(number, text, today)
    if re.fullmatch(r"[0-9]{15}", number):
        return _fifteen(number, text, today, is_settled=declared is IdType.RESIDENT_15)
    if declared is not None and declared not in (IdType.RESIDENT, IdType.NONE):
        return _free_text(number, text, declared)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return IdNumber(IdType.FOREIGN_PR_OLD, number, text)
    if _is_nearly_eighteen(number):
        return _miscounted(number, text)
    inside = re.search(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])", number)
    if inside:
        return _buried(inside.group(), text)
    return _unknown_paper(number, text)


def _check_holds(number: str) -> bool:
    return check_digit(number[:17]) == number[17]


def _eighteen(number: str, text: str, today: date) -> IdNumber:
    findings: list[Finding] = []
    id_type = _type_of_eighteen(number)
    if not _check_holds(number):
        right = check_digit(number[:17])
        findings.append(warn("B01", FIELD, f"校验位应为{right}，先按没核对的存"))
    birth_on = _birth(number[6:14])
    findings += _date_findings(birth_on, number[6:14], today)
    if id_type is IdType.RESIDENT and number[:2] not in PROVINCES:
        findings.append(warn("B11", FIELD, f"前六位 {number[:6]} 不在区划表里，只提醒一下"))
    is_verified = not any(f.code in ("B01", "B08") for f in findings)
    sex = "1" if int(number[16]) % 2 else "2"
    return IdNumber(id_type, number, text, None, birth_on, sex, is_verified, tuple(findings))


def _type_of_eighteen(number: str) -> IdType:
    if number.startswith(("810000", "820000", "830000")):
        return IdType.HMT_RESIDENT
    return IdType.FOREIGN_PR if number.startswith("9") else IdType.RESIDENT


def _birth(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _date_findings(birth_on: date | None, digits: str, today: date) -> list[Finding]:
    if birth_on is None:
        return [warn("B08", FIELD, f"出生那一段 {digits} 没有这一天")]
    if birth_on > today:
        return [warn("B08", FIELD, f"出生那一段 {digits} 还没到")]
    if today.year - birth_on.year > _OLDEST_YEARS:
        return [warn("B08", FIELD, f"按号码算过了 {_OLDEST_YEARS} 岁")]
    return []


def _fifteen(number: str, text: str, today: date, *, is_settled: bool) -> IdNumber:
    longer = to_eighteen(number)
    birth_on = _birth(longer[6:14])
    options = [Option("keep", "先按 15 位存", ((FIELD, number), ("id_type", "resident_15")))]
    if birth_on is not None and birth_on <= today:
        # The old number stays findable: it is the new one without "19" and the last character.
        label = f"换成 18 位 {mask(longer)}（按 19 几几年）"
        options.insert(0, Option("to18", label, ((FIELD, longer),)))
    question = ask("B05", FIELD, "这是 15 位老号码，要不要换成 18 位", options)
    sex = "1" if int(number[14]) % 2 else "2"
    findings = () if is_settled else (question,)
    return IdNumber(IdType.RESIDENT_15, number, text, None, birth_on, sex, False, findings)


def _is_nearly_eighteen(number: str) -> bool:
    if re.fullmatch(r"[0-9]{12,14}|[0-9]{16,17}|[0-9]{19,21}", number):
        return True
    digits = sum(c in _DIGITS for c in number)
    return 15 <= len(number) <= 19 and digits >= 12 and set(number) <= set("0123456789XOILQ")


def _miscounted(number: str, text: str) -> IdNumber:
    repaired = number.translate(str.maketrans("OQIL", "0011"))
    offers = []
    if re.fullmatch(r"[0-9]{17}[0-9X]", repaired) and _check_holds(repaired):
        offers.append(Option("repair", "把字母改成数字", ((FIELD, repaired),)))
    findings = (warn("B07", FIELD, _what_is_odd(number), offers),)
    return IdNumber(IdType.RESIDENT, number, text, findings=findings)


def _what_is_odd(number: str) -> str:
    letters = [
        str(i + 1) for i, c in enumerate(number) if c not in _DIGITS and (c != "X" or i < 17)
    ]
    if letters:
        return f"第 {'、'.join(letters)} 位是字母，像是数字打错了"
    gap = len(number) - 18
    return f"多了 {gap} 位" if gap > 0 else f"少了 {-gap} 位"


def _buried(number: str, text: str) -> IdNumber:
    rest = "".join(text.split())
    options = (
        Option("split", f"只留号码 {mask(number)}", ((FIELD, number),)),
        Option("blank", "先空着", ((FIELD, ""),)),
    )
    question = ask("B20", FIELD, "号码和别的字写在一格里", options)
    return IdNumber(IdType.OTHER, rest[:FREE_TEXT_LIMIT], text, findings=(question,))


def _free_text(number: str, text: str, declared: IdType) -> IdNumber:
    if len(number) > FREE_TEXT_LIMIT:
        return _too_long(text)
    return IdNumber(declared, number, text)


def _too_long(text: str) -> IdNumber:
    gone = refuse("B15", FIELD, f"证件号最多 {FREE_TEXT_LIMIT} 个字符")
    return IdNumber(IdType.OTHER, None, text, findings=(gone,))


def _unknown_paper(number: str, text: str) -> IdNumber:
    if len(number) > FREE_TEXT_LIMIT:
        return _too_long(text)
    kinds = (
        ("passport", "护照"),
        ("hmt_permit", "港澳通行证"),
        ("taiwan_permit", "台胞证"),
        ("officer", "军官证"),
        ("hukou_book", "户口簿"),
        ("birth_certificate", "出生医学证明"),
        ("other", "别的证件"),
    )
    options = [Option(key, label, (("id_type", key),)) for key, label in kinds]
    options.append(Option("blank", "先空着", ((FIELD, ""),)))
    question = ask("B15", FIELD, "这是哪种证件", options)
    return IdNumber(IdType.OTHER, number, text, findings=(question,))
