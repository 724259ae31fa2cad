"""The lunisolar calendar of births from 1900 to 2050, and what people write in it.

Each year is five hexadecimal digits: the month that is doubled (0 for none), then one bit for each
month in order, set when it has 30 days. Months begin on the day of the new moon at 120° E, as
GB/T 33661 has it (so 1978-09-03 begins the eighth month, which older tables put a day earlier).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from fieldapp.domain.numerals import chinese_number

FIRST_YEAR = 1900
_FIRST_DAY = date(1900, 1, 31)
_YEARS = (
    "816d2 00752 00ea5 5164a 0064b 00a9b 41556 0056a 00b59 21752 00752 61b25 00b25 00a4b "
    "514ab 002ad 0056b 20b69 00da9 71d92 00e92 00d25 51a4d 00a56 002b6 415b5 006d4 00ea9 "
    "21e92 00e92 60d26 0052b 00a57 512b6 00b5a 006d4 30ec9 00749 71693 00a93 0052b 60a5b "
    "00aad 0056a 41b55 00ba4 00b49 21a93 00a95 7152d 00536 00aad 515aa 005b2 00da5 31d4a "
    "00d4a 80a95 00a97 00556 60ab5 00ad5 006d2 40ea5 00ea5 0064a 30c97 00a9b 7155a 0056a "
    "00b69 51752 00b52 00b25 4164b 00a4b 814ab 002ad 0056d 60b69 00da9 00d92 41d25 00d25 "
    "a1a4d 00a56 002b6 605b5 006d5 00ea9 51e92 00e92 00d26 30a56 00a57 814d6 0035a 006d5 "
    "516c9 00749 00693 4152b 0052b 00a5b 2155a 0056a 71b55 00ba4 00b49 51a93 00a95 0052d "
    "40aad 00ab5 915aa 005d2 00da5 61d4a 00d4a 00c95 4152e 00556 00ab5 215b2 006d2 60ea5 "
    "00725 0064b 50c97 00cab 0055a 30ad6 00b69 b1752 00b52 00b25 61a4b 00a4b 004ab 5055b "
    "005ad 00b6a 21b52 00d92 71d25 00d25 00a55 514ad 004b6 005b5 30daa "
).split()

_NAMED_MONTHS = {"正": 1, "元": 1, "冬": 11, "腊": 12}
_LUNAR_WORDS = re.compile(
    r"农历|阴历|旧历|古历|夏历|农:|闰|正月|冬月|腊月|初[一二三四五六七八九十]"
)
_LUNAR_DATE = re.compile(
    r"(?:(?P<year>[0-9]{4}|[零〇○一二三四五六七八九]{4})年)?"
    r"(?P<leap>闰)?(?P<month>正|元|冬|腊|[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:初?(?P<day>[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号]?)?"
)


@dataclass(frozen=True, slots=True)
class LunarDate:
    """A day of the lunisolar calendar; year and day may be missing from what was written."""

    year: int | None
    month: int
    day: int | None
    is_leap_month: bool = False


def looks_lunar(text: str) -> bool:
    """True when the words can only mean the lunisolar calendar."""
    return bool(_LUNAR_WORDS.search(text))


def read_lunar(text: str) -> LunarDate | None:
    """Read 一九四九年八月十五, 闰四月初一, 腊月廿三; None when there is no month in it."""
    found = _LUNAR_DATE.search("".join(text.split()))
    if found is None:
        return None
    year, day = _number(found["year"]), _number(found["day"])
    month = _NAMED_MONTHS.get(found["month"]) or _number(found["month"])
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 30):
        return None
    return LunarDate(year, month, day, bool(found["leap"]))


def solar_of(lunar: LunarDate) -> date | None:
    """Convert to the solar day; None without year or day, outside the table, for no such day."""
    if lunar.year is None or lunar.day is None:
        return None
    if not FIRST_YEAR <= lunar.year < FIRST_YEAR + len(_YEARS):
        return None
    start = _FIRST_DAY
    for year in range(FIRST_YEAR, lunar.year):
        start += timedelta(days=sum(days for _, _, days in _months(year)))
    for month, is_leap, days in _months(lunar.year):
        if (month, is_leap) == (lunar.month, lunar.is_leap_month):
            return start + timedelta(days=lunar.day - 1) if lunar.day <= days else None
        start += timedelta(days=days)
    return None


def _months(year: int) -> list[tuple[int, bool, int]]:
    row = _YEARS[year - FIRST_YEAR]
    doubled, lengths = int(row[0], 16), int(row[1:], 16)
    names = [(m, False) for m in range(1, 13)]
    if doubled:
        names.insert(doubled, (doubled, True))
    return [(m, leap, 29 + (lengths >> i & 1)) for i, (m, leap) in enumerate(names)]


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isascii() else chinese_number(text)
