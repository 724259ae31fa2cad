"""Names, birth dates, identity numbers and telephones that nobody has, the same in every run."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from fieldapp.domain.identity import check_digit
from sync.codec import derived_id

AREA = "560102"
"""No province begins with 56, so every number passes its check and belongs to nobody."""

T = TypeVar("T")


@cache
def demo_file(name: str) -> Any:
    """Read one file of resources/demo."""
    return json.loads((files("resources") / "demo" / f"{name}.json").read_text("utf-8"))


def row_id(*parts: str) -> str:
    """Name a row of the demo, alike in every run."""
    return str(derived_id("demo", *parts))


def years_before(day: date, years: int) -> date:
    """Give the same day some years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class Chance:
    """A source of invented people with a seed of its own; numbers are never given twice."""

    def __init__(self, seed: int, today: date) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
        self.today = today
        self._names = demo_file("names")
        self._taken: set[str] = set()
        self._phones = 0

    def pick(self, choices: str | list[T]) -> Any:
        """Choose one."""
        return self.random.choice(choices)

    def surname(self) -> str:
        """Choose a surname."""
        return str(self.pick(self._names["surnames"]))

    def name(self, surname: str, sex: str, age: int) -> str:
        """Invent a name whose middle character says that it is one."""
        letter = "m" if sex == "1" else "f"
        key = f"elder_{letter}" if age >= 65 else f"given_{letter}"
        return f"{surname}{self._names['middles'][0]}{self.pick(self._names[key])}"

    def born(self, age: int) -> date:
        """Invent a birth date of somebody who is that old today."""
        newest = years_before(self.today, age)
        oldest = years_before(self.today, age + 1) + timedelta(days=1)
        return oldest + timedelta(days=self.random.randrange((newest - oldest).days + 1))

    def id_no(self, born: date, sex: str) -> str:
        """Invent an identity number that checks."""
        while True:
            odd = 1 if sex == "1" else 0
            sequence = self.random.randrange(1, 499) * 2 + odd
            first = f"{AREA}{born:%Y%m%d}{sequence:03d}"
            if first not in self._taken:
                self._taken.add(first)
                return first + check_digit(first)

    def phone(self) -> str:
        """Invent a number of a series that no telephone has."""
        self._phones += 1
        return f"100{self.random.randrange(10_000):04d}{self._phones:04d}"
