"""A household as the rules see it: who lives there, how old they are, what is known of visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fieldapp.domain.tags import AGE60, AGE80, Catalogue

CLOSED_USES = frozenset({"vacant", "building", "demolished"})
"""Uses of a dwelling in which nobody is to be met there."""
CLOSED_KINDS = frozenset({"paper"})
"""Households that live elsewhere: the grid where they live visits them."""
ELDER_AGE, AGED = 60, 80


@dataclass(frozen=True, slots=True)
class Person:
    """A member: tags of level 1 and 2, and a birth date as exact as `precision` says."""

    id: str
    birth: date | None = None
    precision: str = "day"
    tags: frozenset[str] = frozenset()
    is_living: bool = True


@dataclass(frozen=True, slots=True)
class Home:
    """A household behind a door.

    `published_days` is the strictest cadence that its masked tags ask for, without saying why.
    `is_open` is False for one that moved out or split off, and for a door nobody lives behind.
    """

    id: str
    people: tuple[Person, ...] = ()
    tags: frozenset[str] = frozenset()
    published_days: int | None = None
    imported_on: date | None = None
    since_on: date | None = None
    is_split: bool = False
    is_open: bool = True
    is_away: bool = False


def age_of(birth: date | None, precision: str | None, on: date) -> int | None:
    """Give the full years that a person has for certain on a day; None when unknown.

    With only month or year known, the birthday counts as the last day of it, so nobody is
    made older than she is.
    """
    if birth is None or precision == "unknown":
        return None
    month, day = birth.month, birth.day
    if precision == "year":
        month, day = 12, 31
    elif precision == "month":
        day = 31
    years = on.year - birth.year - ((on.month, on.day) < (month, day))
    return max(years, 0)


def age_text(birth: date | None, precision: str | None, on: date) -> str:
    """Say an age as a row shows it: "90 岁", "约 84 岁", or "" when unknown."""
    if birth is None or precision == "unknown":
        return ""
    if precision == "year":
        return f"约 {max(on.year - birth.year, 0)} 岁"
    years = age_of(birth, precision, on)
    return f"{years} 岁" if years else "不满 1 岁"


def computed_tags(person: Person, on: date) -> frozenset[str]:
    """Give the tags that follow from age alone."""
    return _NONE if person.birth is None else _tags_of_age(person.birth, person.precision, on)


_NONE: frozenset[str] = frozenset()
_ELDER, _AGED = frozenset({AGE60}), frozenset({AGE60, AGE80})


@lru_cache(maxsize=1 << 16)
def _tags_of_age(birth: date, precision: str, on: date) -> frozenset[str]:
    age = age_of(birth, precision, on)
    if age is None or age < ELDER_AGE:
        return _NONE
    return _AGED if age >= AGED else _ELDER


def living(home: Home) -> tuple[Person, ...]:
    """Give the members who are alive."""
    people = home.people
    if all(person.is_living for person in people):
        return people
    return tuple(person for person in people if person.is_living)


def all_tags(home: Home, on: date) -> frozenset[str]:
    """Give every visible tag of the household: its own, its living members', the computed ones."""
    codes = home.tags
    for person in home.people:
        if person.is_living:
            codes = codes | person.tags | computed_tags(person, on)
    return codes


def oldest_age(home: Home, on: date) -> int | None:
    """Give the age of the oldest living member, or None when no age is known."""
    return max(
        (age for one in living(home) if (age := age_of(one.birth, one.precision, on)) is not None),
        default=None,
    )


def is_expected(home: Home) -> bool:
    """Tell whether somebody is to be met there: the household is open and not all have died."""
    return home.is_open and (not home.people or bool(living(home)))


def visible(codes: Iterable[str], kinds: Catalogue) -> tuple[str, ...]:
    """Give the codes that may be shown outside a card (level 1 and 2), in the catalogue's order."""
    held = set(codes)
    return tuple(code for code, kind in kinds.items() if code in held and kind.level < 3)
