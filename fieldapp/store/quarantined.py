"""Changes set aside, as their rows hold them verbatim, and the corrections on their way."""

from __future__ import annotations

from sqlalchemy import Connection, select

from fieldapp.store.kept import keep, kept
from fieldapp.store.schema import outbox
from sync.codec import BadMessage, change_id, decode, derived_id
from sync.protocol import Change, ChangeId

ERASED = "purged"
"""The reason of what was turned down because its record was erased by law: nothing can be done."""
_KEPT_SEEN = "turned_down_seen"


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
    """Name the changes whose correction waits in the outbox, and was not taken back there."""
    query = select(outbox.c.body).where(
        outbox.c.body.contains('"corrects":"') | (outbox.c.entity == "quarantine")
    )
    found = connection.execute(query.order_by(outbox.c.position)).scalars()
    corrected: dict[str, ChangeId] = {}
    for change in filter(None, map(read_quarantined, found)):
        if change.corrects is not None:
            corrected[derived_id("quarantine", change.corrects)] = change.corrects
        elif change.entity == "quarantine":
            corrected.pop(change.row, None)
    return frozenset(corrected.values())


def seen_here(connection: Connection) -> frozenset[str]:
    """Name the rows of what was turned down that were let go on this device."""
    return frozenset(kept(connection, _KEPT_SEEN) or ())


def note_seen(connection: Connection, row: str) -> None:
    """Show this row no more on this device."""
    keep(connection, _KEPT_SEEN, sorted(seen_here(connection) | {row}))
