"""Compaction: old facts lose their content, and keep for ever what proves and identifies them.

Behind a scope's horizon the log holds `(seq, change id, hash, verdict)` alone; the rows as they
stood there are kept, so that the log can still be folded. Whoever stands behind the horizon is
given a snapshot (docs/sync.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from server.log import Head, RowKey, read_head, stamp_of_body, within
from server.pages import are_one_group
from server.row_writes import read_row, write_row
from server.store import Store
from server.tables import BASE_ROW, FACT, HEAD
from sync.codec import decode
from sync.merge import Row, lay
from sync.protocol import Fact


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compaction did: scopes whose horizon moved, and facts that lost their content."""

    scopes: int
    facts: int


def compact(store: Store, before_ms: int) -> Compacted:
    """Take the content from facts that were judged before `before_ms`, scope by scope."""
    with store.read() as connection:
        scopes = sorted(connection.scalars(select(HEAD.c.scope)))
    counts = [_compact_one(store, scope, before_ms) for scope in scopes]
    return Compacted(sum(count > 0 for count in counts), sum(counts))


def _compact_one(store: Store, scope: str, before_ms: int) -> int:
    with store.write() as connection:
        head = read_head(connection, scope, locked=True)
        return 0 if head is None else compact_scope(connection, head, before_ms)


def compact_scope(connection: Connection, head: Head, before_ms: int) -> int:
    """Move one scope's horizon; count the facts that lost their content. Holds the head's lock."""
    end = _last_before(connection, head, before_ms)
    facts = _facts(connection, head, end + 1)
    while end > head.horizon and _cuts_a_group(facts, head, end):
        end -= 1
    if end <= head.horizon:
        return 0
    rows = read_base(connection, head)
    for fact in facts[: end - head.horizon]:
        stamp = stamp_of_body(bytes(fact.body), fact.estimate)
        for one in fact.effect:
            key = (one.entity, str(one.row))
            after = lay(rows.pop(key, None), one, stamp)
            if after is not None:
                rows[key] = after
    _write_base(connection, head, rows)
    scrubbed = (*within(FACT, head), FACT.c.seq > head.horizon, FACT.c.seq <= end)
    connection.execute(update(FACT).where(*scrubbed).values(wire=""))
    connection.execute(update(HEAD).where(*within(HEAD, head)).values(horizon=end))
    return end - head.horizon


def read_base(connection: Connection, head: Head) -> dict[RowKey, Row]:
    """Read a scope's rows as they stood at its horizon."""
    query = select(BASE_ROW.c.kind, BASE_ROW.c.id, BASE_ROW.c.fields, BASE_ROW.c.stamps)
    found = connection.execute(query.where(*within(BASE_ROW, head)))
    return {(kind, id_): read_row(fields, stamps) for kind, id_, fields, stamps in found}


def _write_base(connection: Connection, head: Head, rows: Mapping[RowKey, Row]) -> None:
    connection.execute(delete(BASE_ROW).where(*within(BASE_ROW, head)))
    place = {"community_id": head.community, "scope": head.scope}
    values = [
        {**place, "kind": kind, "id": id_, **write_row(row)} for (kind, id_), row in rows.items()
    ]
    if values:
        connection.execute(insert(BASE_ROW), values)


def _last_before(connection: Connection, head: Head, before_ms: int) -> int:
    """Give the last `seq` before the first fact that keeps its content."""
    kept = select(func.min(FACT.c.seq)).where(
        *within(FACT, head), FACT.c.seq > head.horizon, FACT.c.received_ms >= before_ms
    )
    first_kept = connection.scalar(kept)
    return head.seq if first_kept is None else first_kept - 1


def _facts(connection: Connection, head: Head, last: int) -> list[Fact]:
    query = select(FACT.c.wire).where(
        *within(FACT, head), FACT.c.seq > head.horizon, FACT.c.seq <= last
    )
    wires = connection.scalars(query.order_by(FACT.c.seq))
    return [decode(Fact, wire.encode()) for wire in wires]


def _cuts_a_group(facts: list[Fact], head: Head, end: int) -> bool:
    after = end - head.horizon
    return after < len(facts) and are_one_group(facts[after - 1], facts[after])
