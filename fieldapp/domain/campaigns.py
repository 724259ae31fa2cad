"""Campaigns that a worker can start at once: what each is called, for whom, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from fieldapp.domain.days import start_of
from fieldapp.domain.due import Contact, is_met


@dataclass(frozen=True, slots=True)
class Template:
    """A campaign's title, the tags of those it is for, and the words on each door's row."""

    id: str
    title: str
    tags: tuple[str, ...]
    reason: str = ""


TEMPLATES: Mapping[str, Template] = {
    one.id: one
    for one in (
        Template("snow", "雪天访独居老人", ("ALONE", "DISAB_SEV", "TEKUN"), "雪天先看望"),
        Template("heat", "高温天看老人", ("ALONE", "AGE80"), "高温天先看望"),
        Template("power", "停水停电上门问", ("ALONE", "HOMEBOUND"), "停水停电先问"),
    )
}
"""Built in, so that one can start offline on the first day; the catalogue goes before them."""
ENDS_AT = time(18, 0)


def usual_deadline_ms(on: date) -> int:
    """Give six in the evening of the day, in Asia/Shanghai."""
    return start_of(on) + int(timedelta(hours=ENDS_AT.hour).total_seconds() * 1000)


def is_done(contacts: Iterable[Contact], starts_ms: int, ended_ms: int | None) -> bool:
    """Tell whether somebody of the household was met while the campaign ran."""
    end = ended_ms if ended_ms is not None else 1 << 62
    return any(is_met(one) and starts_ms <= one.at_ms <= end for one in contacts)
