"""The checklist of a visit: the community's own, else the five areas of a visit of care."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to look at. `code` goes into the visit."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ChecklistQuery(Query["tuple[ChecklistItem, ...]"]):
    """Ask what may be looked at on the way."""


BUILT_IN = (
    ChecklistItem("health", "身体"),
    ChecklistItem("spirit", "精神"),
    ChecklistItem("safety", "燃气、水暖、用电"),
    ChecklistItem("hygiene", "卫生"),
    ChecklistItem("living", "居住环境"),
)
"""The five areas of docs/domain.md, visits, in the words of the door."""


@answers(ChecklistQuery)
def checklist(reader: Reader, query: ChecklistQuery) -> tuple[ChecklistItem, ...]:
    """Give the items of the first list that the community filled in itself."""
    table = TABLES["checklist"]
    rows = reader.connection.execute(
        select(table.c["items"], table.c.is_sample)
        .where(table.c.archived.is_not(True))
        .order_by(table.c.id)
    )
    for items, is_sample in rows:
        found = tuple(_items(items or ()))
        if found and not is_sample:
            return found
    return BUILT_IN


def _items(stored: Iterable[Any]) -> Iterable[ChecklistItem]:
    for one in stored:
        if isinstance(one, dict) and one.get("code") and one.get("label"):
            yield ChecklistItem(str(one["code"]), str(one["label"]))
