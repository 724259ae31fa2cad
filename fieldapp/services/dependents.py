"""Which of the rows made under an act are leant on by records made since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from fieldapp.store.rows import Key, Stored
from fieldapp.store.schema import TABLES

_LEANING = (
    ("visit", "dwelling_id", "dwelling"),
    ("visit", "household_id", "household"),
    ("promise", "household_id", "household"),
    ("issue", "household_id", "household"),
    ("issue", "dwelling_id", "dwelling"),
    ("issue", "resident_id", "resident"),
    ("issue_step", "issue_id", "issue"),
    ("member", "household_id", "household"),
    ("member", "resident_id", "resident"),
    ("household", "dwelling_id", "dwelling"),
    ("dwelling", "unit_id", "unit"),
    ("dwelling", "building_id", "building"),
    ("dwelling", "village_group_id", "village_group"),
    ("unit", "building_id", "building"),
    ("building", "compound_id", "compound"),
    ("care", "resident_id", "resident"),
)
"""Child kind, its field, and the kind of row that the field points to."""
_BOTH_WAYS = ("member", "care")
"""Kinds that stay when what they point to stays: a household is kept with its people."""
_CHUNK = 500


def in_use(
    connection: Connection,
    created: set[Key],
    present: Mapping[Key, Stored],
    changed: set[Key],
) -> set[Key]:
    """Find the created rows that must stay: leant on from outside, or by one that stays."""
    staying = set(changed)
    for child, name, parent in _LEANING:
        ids = [id_ for kind, id_ in created if kind == parent]
        for child_id, parent_id in _pointing(connection, child, name, ids):
            if (child, child_id) not in created:
                staying.add((parent, parent_id))
    return _spread(staying, created, present) - changed


def _pointing(
    connection: Connection, child: str, name: str, ids: list[str]
) -> Iterable[tuple[str, str]]:
    table = TABLES[child]
    for start in range(0, len(ids), _CHUNK):
        query = select(table.c.id, table.c[name]).where(
            table.c[name].in_(ids[start : start + _CHUNK]), table.c.archived.is_not(True)
        )
        for row in connection.execute(query):
            yield row[0], row[1]


def _spread(staying: set[Key], created: set[Key], present: Mapping[Key, Stored]) -> set[Key]:
    """Let every created row that a staying one needs stay too."""
    links = list(_links(created, present))
    grown = set(staying)
    while True:
        more = {parent for child, parent in links if child in grown}
        more |= {child for child, parent in links if parent in grown and child[0] in _BOTH_WAYS}
        if more <= grown:
            return grown
        grown |= more


def _links(created: set[Key], present: Mapping[Key, Stored]) -> Iterable[tuple[Key, Key]]:
    for child, name, parent in _LEANING:
        for key in created:
            stored = present.get(key)
            target = stored.row.fields.get(name) if stored and key[0] == child else None
            if target and (parent, target) in created:
                yield key, (parent, target)
