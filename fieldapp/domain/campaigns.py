"""Campaigns that a worker can start at once: what each is called, for whom, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from fieldapp.domain.days import start_of
from fieldapp.domain.due import Contact, is_met

MOST_ASKS, ASK_LIMIT = 5, 40
"""So many things may be asked at each door (docs/domain.md, campaigns), each so long."""
LONGEST_DAYS = 92
"""Every campaign ends: none runs longer than a quarter (docs/domain.md, campaigns)."""


@dataclass(frozen=True, slots=True)
class Template:
    """A campaign's title, the tags of those it is for, the words on each row, what is asked."""

    id: str
    title: str
    tags: tuple[str, ...]
    reason: str = ""
    asks: tuple[str, ...] = ()


TEMPLATES: Mapping[str, Template] = {
    one.id: one
    for one in (
        Template(
            "SNOW_ALONE", "雪天访独居老人", ("ALONE",), "雪天先看望", ("暖气热不热", "菜和药够不够")
        ),
        Template(
            "HEAT_ELDER", "高温天看老人", ("ALONE", "AGE80"), "高温天先看望", ("屋里能不能降温",)
        ),
        Template("NO_POWER", "停水停电上门问", ("ALONE", "HOMEBOUND"), "停水停电先问"),
    )
}
"""Built in, so that one can start offline on the first day; the catalogue goes before them."""
_MONTHS: Mapping[str, frozenset[int]] = {
    "SNOW_ALONE": frozenset({11, 12, 1, 2, 3}),
    "HEAT_ELDER": frozenset({6, 7, 8, 9}),
}
"""When a template is likely wanted; one without months may be wanted at any time."""
ENDS_AT = time(18, 0)


def in_season(templates: Iterable[Template], on: date) -> tuple[Template, ...]:
    """Put those of the season first, and those of another one last."""

    def place(one: Template) -> int:
        months = _MONTHS.get(one.id)
        return 1 if months is None else 0 if on.month in months else 2

    return tuple(sorted(templates, key=place))


def template_from(id_: str, fields: Mapping[str, Any]) -> Template:
    """Read a template from the catalogue's row."""
    words = {name: tuple(str(one) for one in fields.get(name) or ()) for name in ("tags", "asks")}
    name, reason = str(fields.get("name") or ""), str(fields.get("reason") or "")
    return Template(id_, name, words["tags"], reason, words["asks"])


def usual_deadline_ms(on: date) -> int:
    """Give six in the evening of the day, in Asia/Shanghai."""
    return start_of(on) + int(timedelta(hours=ENDS_AT.hour).total_seconds() * 1000)


def is_done(contacts: Iterable[Contact], starts_ms: int, ended_ms: int | None) -> bool:
    """Tell whether somebody of the household was met while the campaign ran."""
    end = ended_ms if ended_ms is not None else 1 << 62
    return any(is_met(one) and starts_ms <= one.at_ms <= end for one in contacts)


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom a campaign is for: people with a tag, or everybody; in some places, or anywhere.

    `dwellings` are doors named one by one, on top of all others.
    """

    tags: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    dwellings: frozenset[str] = frozenset()
    is_for_all: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it is for nobody."""
        return not (self.tags or self.places or self.dwellings or self.is_for_all)

    def wants(self, codes: Set[str], dwelling: str, place: str) -> bool:
        """Tell whether a household with these tags, behind this door of this place, is meant."""
        if dwelling in self.dwellings:
            return True
        if not (self.tags or self.places or self.is_for_all):
            return False
        is_meant = self.is_for_all or not self.tags or bool(self.tags & codes)
        return is_meant and (not self.places or place in self.places)
