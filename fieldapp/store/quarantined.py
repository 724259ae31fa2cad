"""Changes set aside, as their rows hold them verbatim, and the corrections on their way."""

from __future__ import annotations

from sqlalchemy import Connection, select

from fieldapp.store.schema import outbox
from sync.codec import BadMessage, change_id, decode
from sync.protocol import Change, ChangeId


def read_quarantined(body: str) -> Change | None:
    """Decode the change that a quarantine row holds; None when it cannot be read."""
    try:
        return decode(Change, body.encode())
    except BadMessage:
        return None


def name_of(change: Change) -> ChangeId:
    """Give the id of a change that was set aside."""
    return change_id(change)


def corrected_here(connection: Connection) -> frozenset[ChangeId]:
    """Name the changes whose correction waits in the outbox."""
    query = select(outbox.c.body).where(outbox.c.body.contains('"corrects":"'))
    found = [read_quarantined(body) for body in connection.execute(query).scalars()]
    return frozenset(one.corrects for one in found if one is not None and one.corrects is not None)
