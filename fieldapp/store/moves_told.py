"""Moves that a person is told of: what came, and what of her own went on; until she has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from fieldapp.store.kept import keep, kept
from fieldapp.store.schema import TABLES, tail
from sync.codec import decode
from sync.protocol import Fact, Word

TOLD_MS: Final = 14 * 86_400_000
"""So long it is told that something came, or went on elsewhere."""
CODES: Final = ("arrived", "forwarded", "moved")
_SEEN: Final = "moves_seen"
_MOST: Final = 500


def arrived(connection: Connection, person: str, since_ms: int) -> list[Mapping[Any, Any]]:
    """Give the rows that tell what others brought since, the newest first, and was not seen."""
    table, seen = TABLES["arrived"], set(kept(connection, _SEEN) or ())
    query = select(table).where(table.c.at_ms > since_ms).order_by(table.c.at_ms.desc())
    rows = connection.execute(query).mappings().all()
    return [row for row in rows if row["by"] != person and row["id"] not in seen]


def own_facts(connection: Connection, person: str, since_ms: int) -> list[Fact]:
    """Give facts about own changes that went on elsewhere, or moves that came too late."""
    seen = set(kept(connection, _SEEN) or ())
    query = select(tail.c.wire).where(
        tail.c.actor == person,
        tail.c.at_ms > since_ms,
        tail.c.wire.contains('"word":"forwarded"') | tail.c.wire.contains('"moved_already"'),
    )
    facts = [decode(Fact, wire.encode()) for wire in connection.scalars(query)]
    return [fact for fact in facts if fact.id not in seen]


def code_of(fact: Fact) -> str:
    """Give the code under which a fact of `own_facts` is told."""
    return "forwarded" if fact.verdict.word is Word.forwarded else "moved"


def let_go(connection: Connection, person: str, code: str, now_ms: int) -> None:
    """Tell no more of what is told under a code now; what comes later is told again."""
    since_ms = now_ms - TOLD_MS
    came = [row["id"] for row in arrived(connection, person, since_ms)] if code == "arrived" else []
    went = [str(one.id) for one in own_facts(connection, person, since_ms) if code_of(one) == code]
    before = kept(connection, _SEEN) or ()
    keep(connection, _SEEN, [*before, *came, *went][-_MOST:])
