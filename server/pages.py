"""Pages of a scope's log, as long as asked for and never cutting a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from sqlalchemy import Connection, select

from server.log import Head
from server.tables import FACT
from sync.codec import BadMessage, decode
from sync.protocol import MAX_BYTES, MAX_GROUP, Fact, Group


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive facts after a cursor, and the size of their text."""

    facts: tuple[Fact, ...]
    size: int


class _Grouped(Struct):
    """As much of a change as tells its group."""

    group: Group | None = None


def read_page(connection: Connection, head: Head, cursor: int, limit: int) -> Page:
    """Read up to `limit` facts after `cursor`, or 1 MB; a group is never cut.

    A group that is longer than the page is given whole.
    """
    if limit < 1 or cursor >= head.seq:
        return Page((), 0)
    texts = _read(connection, head, cursor, limit + MAX_GROUP)
    facts = [decode(Fact, text.encode()) for text in texts]
    fitting = _fitting(texts, limit)
    end = _end(facts, fitting)
    return Page(tuple(facts[:end]), sum(len(text) for text in texts[:end]))


def _read(connection: Connection, head: Head, cursor: int, limit: int) -> list[str]:
    query = (
        select(FACT.c.wire)
        .where(
            FACT.c.community_id == head.community,
            FACT.c.scope == head.scope,
            FACT.c.seq > cursor,
            FACT.c.seq <= min(head.seq, cursor + limit),
        )
        .order_by(FACT.c.seq)
    )
    return list(connection.scalars(query))


def _fitting(texts: Sequence[str], limit: int) -> int:
    """Count how many of the first texts fit; one always does."""
    size = 0
    for count, text in enumerate(texts[:limit]):
        size += len(text)
        if size > MAX_BYTES and count > 0:
            return count
    return min(limit, len(texts))


def _end(facts: Sequence[Fact], wanted: int) -> int:
    """Move a page's end off the inside of a group: back if something stays, else onwards."""
    end = wanted
    while 0 < end < len(facts) and are_one_group(facts[end - 1], facts[end]):
        end -= 1
    if end > 0 or wanted == 0:
        return end
    end = wanted
    while end < len(facts) and are_one_group(facts[end - 1], facts[end]):
        end += 1
    return end


def are_one_group(before: Fact, after: Fact) -> bool:
    """Tell whether two facts share one fate."""
    group = _group(before)
    return group is not None and group == _group(after)


def _group(fact: Fact) -> str | None:
    try:
        group = decode(_Grouped, bytes(fact.body)).group
    except BadMessage:
        return None
    return group.id if group else None
