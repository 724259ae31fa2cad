"""Birth dates as rosters have them: as exact as what was written, never more exact.

`on` is the first day of the month or year when only those are known; `precision` says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from fieldapp.domain.findings import Finding, Option, ask, fix, warn
from fieldapp.domain.lunar import looks_lunar, read_lunar, solar_of
from fieldapp.domain.numerals import chinese_number
from fieldapp.domain.text import JOINERS, is_invisible

FIELD = "birth_date"
EARLIEST_YEAR = 1880
_PLACEHOLDERS = frozenset(
    {"", "无", "不详", "未知", "不明", "不清楚", "/", "-", "--", "0", "?", "N/A", "NULL"}
)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 73_050  # 2099-12-31 in the 1900 system
_SEPARATOR = r"[-./年月,\s]"
_CHINESE_RUN = re.compile("[零〇○一二三四五六七八九十廿卅]+")


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date of birth. An estimate comes from an age or from a lunar day; its text is kept."""

    on: date | None
    precision: Precision
    original: str
    lunar_text: str | None = None
    is_estimate: bool = False
    findings: tuple[Finding, ...] = ()


def parse_date(
    text: str,
    *,
    today: date,
    is_1904: bool = False,
    is_numeric_cell: bool = False,
    age: int | None = None,
) -> BirthDate:
    """Read a date of birth in any common spelling (B47–B50).

    `is_1904` is the workbook's date system; `age` settles a year written with two digits.
    """
    plain = _plain(text)
    if plain.upper() in _PLACEHOLDERS:
        return _unknown(text, plain and "没有写出生日期，先空着")
    if looks_lunar(plain):
        return _lunar(plain, text, today)
    if is_numeric_cell or re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", plain):
        found = _serial(plain, text, today, is_1904)
        if found is not None:
            return found
    for reader in _READERS:
        found = reader(_arabic(plain), text, today, age)
        if found is not None:
            return found
    if read_lunar(plain) is not None:
        return BirthDate(None, Precision.UNKNOWN, text, lunar_text=plain)
    return _unreadable(text)


def parse_age(text: str, *, today: date) -> BirthDate:
    """Turn an age (82, 82岁, 虚岁82) into a year of birth, which may be one off (B51)."""
    plain = _plain(text)
    found = re.fullmatch(r"(虚岁|虚|周岁)?([0-9]{1,3})(周?岁|虚岁)?", _arabic(plain))
    if found is None or int(found.group(2)) > 130:
        return _unknown(text, plain and "年龄看不懂，先空着")
    age = int(found.group(2)) - ("虚" in plain)
    told = warn("B51", FIELD, "只有年龄，出生年份是推算的，可能差一年")
    year = date(today.year - max(age, 0), 1, 1)
    return BirthDate(year, Precision.YEAR, text, is_estimate=True, findings=(told,))


def age_on(birth: date, today: date) -> int:
    """Count full years; a birthday on 29 February is kept on 1 March in other years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _plain(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)
    kept = "".join(c for c in wide if c.isspace() or not (is_invisible(c) or c in JOINERS))
    bare = kept.strip().strip("'").strip()
    return re.sub(r"[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$", "", bare)


def _arabic(text: str) -> str:
    return _CHINESE_RUN.sub(lambda m: str(chinese_number(m.group()) or m.group()), text)


def _unknown(text: str, sentence: str) -> BirthDate:
    findings = (fix("B50", FIELD, sentence),) if sentence else ()
    return BirthDate(None, Precision.UNKNOWN, text, findings=findings)


def _unreadable(text: str) -> BirthDate:
    options = (Option("blank", "先空着", ((FIELD, ""),)), Option("skip", "先不导入这一行"))
    question = ask("B48", FIELD, "出生日期看不懂", options)
    return BirthDate(None, Precision.UNKNOWN, text, findings=(question,))


def _impossible(text: str, why: str) -> BirthDate:
    told = warn("B50", FIELD, f"{why}，先空着")
    return BirthDate(None, Precision.UNKNOWN, text, findings=(told,))


def _lunar(plain: str, text: str, today: date) -> BirthDate:
    written = read_lunar(plain)
    solar = solar_of(written) if written is not None else None
    if solar is None or solar > today:
        told = fix("B49", FIELD, "农历日期照原样记下")
        return BirthDate(None, Precision.UNKNOWN, text, lunar_text=plain, findings=(told,))
    told = warn("B49", FIELD, f"按农历推算是 {solar.isoformat()}")
    return BirthDate(
        solar, Precision.DAY, text, lunar_text=plain, is_estimate=True, findings=(told,)
    )


def _serial(plain: str, text: str, today: date, is_1904: bool) -> BirthDate | None:
    """Read a spreadsheet's day count; four digits that look like a year are a year."""
    found = re.fullmatch(r"([0-9]{1,5})(\.[0-9]+)?", plain)
    if found is None:
        return None
    days = int(found.group(1))
    if EARLIEST_YEAR <= days <= today.year or not 0 < days <= _LAST_SERIAL:
        return None
    # Day 60 of the 1900 system is a 29 February that never was, so earlier days are one off.
    shift = 1 if not is_1904 and days < 60 else 0
    on = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(days=days + shift)
    told = fix("B47", FIELD, f"表格里的日期序号 {days} 换成 {on.isoformat()}")
    checked = _day(on.year, on.month, on.day, text, today)
    return replace(checked, findings=(told, *checked.findings))


def _day(year: int, month: int, day: int, text: str, today: date) -> BirthDate:
    try:
        on = date(year, month, day)
    except ValueError:
        return _impossible(text, "没有这一天")
    return _dated(on, Precision.DAY, text, today)


def _dated(on: date, precision: Precision, text: str, today: date) -> BirthDate:
    if on > today:
        return _impossible(text, "这一天还没到")
    if on.year < EARLIEST_YEAR:
        return _impossible(text, "年份太早")
    return BirthDate(on, precision, text)


def _full_day(plain: str, text: str, today: date, age: int | None) -> BirthDate | None:
    found = re.fullmatch(
        rf"([0-9]{{4}}){_SEPARATOR}+([0-9]{{1,2}}){_SEPARATOR}+([0-9]{{1,2}})[日号]?", plain
    ) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", plain)
    if found is None:
        return None
    year, month, day = (int(g) for g in found.groups())
    read = _day(year, month, day, text, today)
    if read.on is not None and text != read.on.isoformat():
        return replace(read, findings=(fix("B48", FIELD, f"写成 {read.on.isoformat()}"),))
    return read


def _month_or_year(plain: str, text: str, today: date, age: int | None) -> BirthDate | None:
    found = re.fullmatch(rf"([0-9]{{4}})(?:{_SEPARATOR}+([0-9]{{1,2}})?月?)?", plain)
    compact = re.fullmatch(r"((?:18|19|20)[0-9]{2})(0[1-9]|1[0-2])", plain)
    match = found or compact
    if match is None:
        return None
    year, month = int(match.group(1)), match.group(2)
    if not EARLIEST_YEAR <= year <= today.year:
        return _impossible(text, "年份不对")
    if month is None:
        told = fix("B48", FIELD, f"只知道是 {year} 年")
        return replace(_dated(date(year, 1, 1), Precision.YEAR, text, today), findings=(told,))
    if not 1 <= int(month) <= 12:
        return _impossible(text, "没有这个月")
    read = _dated(date(year, int(month), 1), Precision.MONTH, text, today)
    told = fix("B48", FIELD, f"只知道是 {year} 年 {int(month)} 月")
    return replace(read, findings=(told, *read.findings))


def _day_last_year_first(plain: str, text: str, today: date, age: int | None) -> BirthDate | None:
    """Read 3/17/1942, whose first two numbers may stand in either order."""
    found = re.fullmatch(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})", plain)
    if found is None:
        return None
    first, second, year = (int(g) for g in found.groups())
    orders = {(first, second), (second, first)}
    days = sorted({r.on for m, d in orders if (r := _day(year, m, d, text, today)).on})
    if len(days) == 1:
        told = fix("B48", FIELD, f"写成 {days[0].isoformat()}")
        return BirthDate(days[0], Precision.DAY, text, findings=(told,))
    return _choice(days, text) if days else _impossible(text, "没有这一天")


def _two_digit_year(plain: str, text: str, today: date, age: int | None) -> BirthDate | None:
    found = re.fullmatch(
        rf"([0-9]{{2}}){_SEPARATOR}+([0-9]{{1,2}}){_SEPARATOR}+([0-9]{{1,2}})[日号]?", plain
    ) or re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{2})", plain)
    if found is None:
        return None
    short, month, day = (int(g) for g in found.groups())
    read = [_day(century + short, month, day, text, today) for century in (1900, 2000)]
    days = [r.on for r in read if r.on is not None]
    if age is not None:
        days = [d for d in days if abs(age_on(d, today) - age) <= 2]
        if len(days) == 1:
            told = fix("B48", FIELD, f"按年龄，写成 {days[0].isoformat()}")
            return BirthDate(days[0], Precision.DAY, text, findings=(told,))
    return _choice(days, text) if days else _impossible(text, "没有这一天")


def _choice(days: list[date], text: str) -> BirthDate:
    options = [Option(d.isoformat(), d.isoformat(), ((FIELD, d.isoformat()),)) for d in days]
    options.append(Option("blank", "先空着", ((FIELD, ""),)))
    question = ask("B48", FIELD, "出生日期是哪一天", options)
    return BirthDate(None, Precision.UNKNOWN, text, findings=(question,))


_Reader = Callable[[str, str, date, int | None], BirthDate | None]
_READERS: tuple[_Reader, ...] = (_full_day, _month_or_year, _day_last_year_first, _two_digit_year)
