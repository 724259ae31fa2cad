"""Finds all that goes with a record which is erased by law, in each scope where it left a trace.

What goes in one scope goes in all: a household that was handed on stands, with all that hung on it,
also in the log that brought it to a grid where it is no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from server.log import OpenLog, within
from server.purging import what_goes
from server.tables import BASE_ROW, FACT, HEAD, ROW
from sync.scrub import Key


@dataclass(frozen=True, slots=True)
class Home:
    """Where a record lives, and the name that others may have written down."""

    community: str
    scope: str
    name: str


def find_reach(
    connection: Connection, open_log: Callable[[str], OpenLog], home: Home, key: Key
) -> dict[str, set[Key]]:
    """Give the rows that go, scope by scope, for a record and whoever is the same person."""
    gone, before, roots = {key}, set[Key](), set[Key]()
    reached: dict[str, set[Key]] = {}
    while gone != before:
        before = set(gone)
        for root in sorted({key, *(one for one in gone if one[0] == "resident")} - roots):
            roots.add(root)
            for scope in _scopes(connection, home, root):
                first = ("care", root[1]) if scope.startswith("care:") else root
                reached.setdefault(scope, set()).add(first)
        for scope, rows in reached.items():
            log = open_log(scope)
            rows.update(what_goes(log, rows | _traced(log, gone))[0])
            gone |= rows
    return reached


def _scopes(connection: Connection, home: Home, key: Key) -> list[str]:
    """List the scopes with any trace of a record: its own, the masked one, where it once was."""
    twin = home.scope.replace("grid:", "care:", 1) if key[0] == "resident" else home.scope
    found = []
    heads = select(HEAD.c.scope).where(HEAD.c.community_id == home.community)
    for scope in sorted(connection.scalars(heads)):
        if scope in (home.scope, twin) or _has_trace(connection, home.community, scope, key[1]):
            found.append(scope)
    return found


def _has_trace(connection: Connection, community: str, scope: str, id_: str) -> bool:
    if scope.startswith("diary:"):
        return _was_handed_on(connection, community, scope, id_)
    if not scope.startswith(("grid:", "care:")):
        return False
    for table in (ROW, BASE_ROW):
        here = (table.c.community_id == community, table.c.scope == scope, table.c.id == id_)
        if connection.execute(select(table.c.id).where(*here)).first():
            return True
    log = (FACT.c.community_id == community, FACT.c.scope == scope)
    named = FACT.c.wire.contains(f'"row":"{id_}"', autoescape=True)
    return bool(connection.execute(select(FACT.c.seq).where(*log, named).limit(1)).first())


def _was_handed_on(connection: Connection, community: str, scope: str, entry: str) -> bool:
    """Tell whether a 批示 on this page was given to the colleague whose diary this is."""
    for table in (ROW, BASE_ROW):
        here = (table.c.community_id == community, table.c.scope == scope)
        about = table.c.fields.contains(f'"{entry}"', autoescape=True)
        handed = select(table.c.id).where(*here, table.c.kind == "instruction", about)
        if connection.execute(handed.limit(1)).first():
            return True
    return False


def _traced(log: OpenLog, keys: Collection[Key]) -> set[Key]:
    """Choose the rows of which one scope has a trace; what is masked is in its own scope alone."""
    is_masked = str(log.head.scope).startswith("care:")
    named = re.compile('"row":"({})"'.format("|".join(re.escape(id_) for _, id_ in sorted(keys))))
    found: set[str] = set()
    for table in (ROW, BASE_ROW):
        found |= set(log.connection.scalars(select(table.c.id).where(*within(table, log.head))))
    query = select(FACT.c.wire).where(*within(FACT, log.head), FACT.c.wire != "")
    for wire in log.connection.scalars(query):
        found |= set(named.findall(wire))
    return {key for key in keys if key[1] in found and (is_masked or key[0] != "care")}
