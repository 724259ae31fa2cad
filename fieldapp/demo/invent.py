"""Invented people: names, birth days, identity numbers and telephones that can belong to nobody.

The province prefix 56 is not allotted in GB/T 2260 and no mobile number begins with 100.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from fieldapp.domain.dates import age_on
from fieldapp.domain.identity import check_digit

AREA = "560102"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
_MEN = (
    "建国 国强 志明 永福 长顺 德胜 守义 保全 文斌 学军 立新 海涛 卫东 小军 俊杰 浩然 子轩 晓峰 "
    "宏伟 春生 玉柱 来福 广田 庆丰 双喜 明亮 宝山 向阳 新民 一鸣 家宁 思源"
).split()
_WOMEN = (
    "桂兰 秀英 淑芬 玉珍 凤英 春梅 月娥 素琴 爱华 丽娟 红霞 晓燕 雪梅 美玲 文静 雨桐 子涵 欣怡 "
    "秋菊 翠花 兰香 慧敏 小红 云霞 海燕 佩珊 巧云 金凤 玉洁 可心 安然 思雨"
).split()


class Dice:
    """Chance that falls the same way in every run with the same seed."""

    def __init__(self, seed: int, today: date) -> None:
        self.roll = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
        self.today = today
        self._numbers = 0
        self._taken: set[str] = set()

    def given_name(self, sex: str) -> str:
        """Invent a given name."""
        return self.roll.choice(_MEN if sex == "1" else _WOMEN)

    def name(self, sex: str, surname: str = "") -> str:
        """Invent a name that nobody else here has."""
        for _ in range(50):
            made = (surname or self.roll.choice(SURNAMES)) + self.given_name(sex)
            if made not in self._taken:
                break
        self._taken.add(made)
        return made

    def born(self, age: int) -> date:
        """Invent a birth day of somebody who is that old today, and not about to grow older."""
        first = _years_before(self.today, age + 1) + timedelta(20)
        return first + timedelta(self.roll.randrange(320))

    def id_number(self, born: date, sex: str) -> str:
        """Make a number with a right check digit in an area that does not exist."""
        self._numbers += 1
        # Far from the numbers of those who have a name in the story, which end below 900.
        sequence = 900 + self._numbers % 50 * 2 - (0 if sex == "2" else 1)
        first17 = f"{AREA}{born:%Y%m%d}{sequence % 1000:03d}"
        return first17 + check_digit(first17)

    def phone(self) -> str:
        """Make a telephone number that cannot ring anywhere."""
        return f"100{self.roll.randrange(10**8):08d}"


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age(born: date, today: date) -> int:
    """Count full years."""
    return age_on(born, today)
