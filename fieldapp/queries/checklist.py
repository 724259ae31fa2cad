"""The checklist of a visit: what campaigns ask, then the community's own list or the usual one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.queries.campaigns import read_campaigns, running
from fieldapp.queries.grid import read_grid
from fieldapp.store.at_hand import grid_at_hand
from fieldapp.store.communities import read_catalogue
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to look at. `code` goes into the visit."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ChecklistQuery(Query["tuple[ChecklistItem, ...]"]):
    """Ask what may be looked at on the way; at a household also what campaigns ask there."""

    dwelling: str = ""
    household: str = ""


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
    """Give what campaigns ask, then the first list that the community filled in itself."""
    scope = _scope(reader, query.dwelling)
    asked = tuple(_asked(reader, query, scope)) if query.household and scope else ()
    return (*asked, *_standing(reader, scope))


def _scope(reader: Reader, dwelling: str) -> str:
    table = TABLES["dwelling"]
    found = select(table.c.scope).where(table.c.id == dwelling).limit(1)
    return str(reader.connection.execute(found).scalar() or "") or grid_at_hand(reader.connection)


def _asked(reader: Reader, query: ChecklistQuery, scope: str) -> Iterable[ChecklistItem]:
    """What the campaigns that run ask at this household."""
    if not read_campaigns(reader.connection, scope):
        return
    facts = read_grid(reader.connection, scope)
    for one in running(reader.connection, scope, facts, reader.now_ms):
        if query.household in one.households:
            for place, label in enumerate(one.asks, 1):
                yield ChecklistItem(f"{one.id}:{place}", label)


def item_labels(connection: Connection, scope: str) -> dict[str, str]:
    """Name everything that may have been looked at or asked in a grid, by its code in a visit."""
    found = {one.code: one.label for one in BUILT_IN}
    for row in read_catalogue(connection, "checklist", scope).values():
        found |= {one.code: one.label for one in _items(row["items"] or ())}
    for campaign in read_campaigns(connection, scope):
        asks = enumerate(campaign["asks"] or (), 1)
        found |= {f"{campaign['id']}:{place}": str(label) for place, label in asks}
    return found


def _standing(reader: Reader, scope: str) -> tuple[ChecklistItem, ...]:
    rows = read_catalogue(reader.connection, "checklist", scope)
    for row in rows.values():
        found = tuple(_items(row["items"] or ()))
        if found and not row["is_sample"] and not row["archived"]:
            return found
    return BUILT_IN


def _items(stored: Iterable[Any]) -> Iterable[ChecklistItem]:
    for one in stored:
        if isinstance(one, dict) and one.get("code") and one.get("label"):
            yield ChecklistItem(str(one["code"]), str(one["label"]))
