"""The tail: facts read in the last 90 days, and own changes that only a snapshot covered."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert

from fieldapp.store import outbox
from fieldapp.store.fold import change_of
from fieldapp.store.schema import covered, tail
from sync.codec import canonical
from sync.protocol import Fact

TAIL_MS = 90 * 86_400_000


def keep_tail(connection: Connection, facts: list[Fact]) -> None:
    """Keep facts verbatim with their proofs, and prune what is too old."""
    values = []
    for fact in facts:
        change = change_of(fact)
        values.append(
            {
                "scope": fact.scope,
                "seq": fact.seq,
                "hash": fact.hash,
                "change_id": fact.id,
                "entity": change.entity if change else "",
                "row": change.row if change else "",
                "actor": change.actor if change else "",
                "act": change.act if change else None,
                "at_ms": fact.at_ms,
                "wire": canonical(fact).decode(),
            }
        )
    if values:
        connection.execute(insert(tail).prefix_with("OR REPLACE"), values)
        _prune_tail(connection, facts[-1])


def _prune_tail(connection: Connection, newest: Fact) -> None:
    """Forget facts older than 90 days by the facts' own server time, never inside a group."""
    connection.execute(
        delete(tail).where(tail.c.scope == newest.scope, tail.c.at_ms < newest.at_ms - TAIL_MS)
    )


def keep_covered(connection: Connection, scope: str, seq_by_id: Mapping[str, int]) -> None:
    """Keep own changes that leave the outbox without having been read in a page."""
    values = [
        {
            "change_id": entry.id,
            "scope": scope,
            "seq": seq_by_id[entry.id],
            "act": entry.change().act,
            "body": entry.body,
            "at_ms": entry.change().time.wall_ms,
        }
        for entry in outbox.pending_named(connection, scope, seq_by_id)
    ]
    if values:
        connection.execute(insert(covered).prefix_with("OR REPLACE"), values)
