"""The history of rounds: what each brought, the broken ones too."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, select

from fieldapp.store.schema import sync_round, tail

KEPT_ROUNDS = 500


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """One round. `outcome`: level, done, stick, or the code of what broke it."""

    started_ms: int
    ended_ms: int
    sent: int
    received: int
    outcome: str
    is_proven: bool


def note_round(connection: Connection, entry: RoundEntry) -> None:
    """Write one round down with how far the log was read, and forget the oldest."""
    read = connection.execute(select(func.max(tail.c.position))).scalar()
    connection.execute(insert(sync_round), {**asdict(entry), "tail_end": read or 0})
    newest = connection.execute(select(func.max(sync_round.c.id))).scalar_one()
    connection.execute(delete(sync_round).where(sync_round.c.id <= newest - KEPT_ROUNDS))
