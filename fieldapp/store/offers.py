"""What a device says in one exchange: where it stands, and one batch of what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from fieldapp.store import outbox, scopes
from fieldapp.store.kept import server_offset_ms
from fieldapp.store.leaving import piece_of, to_leave
from fieldapp.store.outbox import Pending
from fieldapp.store.road_back import returns_of
from fieldapp.store.schema import reveal
from fieldapp.store.scopes import ScopeStand
from sync.protocol import (
    MAX_BYTES,
    MAX_CHANGES,
    MAX_GROUP,
    PROTOCOL_VERSION,
    DeviceTime,
    Offer,
    Returned,
    Reveal,
    ScopeId,
    ScopeOffer,
    Sent,
)


def read_offer(connection: Connection, now: DeviceTime, *, batch: int = MAX_CHANGES) -> Offer:
    """Say where this device stands in every scope, and what waits, up to one batch.

    A group that is larger than a small `batch` still travels whole, alone; with 0 none does.
    """
    room = _Room(changes=batch)
    held = [_scope_offer(connection, stand, room) for stand in scopes.all_stands(connection)]
    left = [_farewell(connection, stand, room) for stand in to_leave(connection)]
    offers = (*held, *left)
    return Offer(
        version=PROTOCOL_VERSION,
        now=now,
        offset_ms=server_offset_ms(connection),
        scopes=offers,
        reveals=_waiting_reveals(connection),
    )


def forget_reveals(connection: Connection, ids: Sequence[str]) -> None:
    """Drop reveals that the server's audit has."""
    if ids:
        connection.execute(delete(reveal).where(reveal.c.id.in_(ids)))


@dataclass(slots=True)
class _Room:
    changes: int = MAX_CHANGES
    size: int = MAX_BYTES
    is_untouched: bool = True

    def close(self) -> None:
        """Let nothing else travel in this offer."""
        self.is_untouched = False
        self.changes = self.size = 0

    def fits(self, batch: list[Pending]) -> bool:
        size = sum(len(entry.body.encode()) for entry in batch)
        is_alone = self.is_untouched and self.changes > 0
        if not is_alone and (len(batch) > self.changes or size > self.size):
            return False
        self.is_untouched = False
        self.changes -= len(batch)
        self.size -= size
        return True


def _scope_offer(connection: Connection, stand: ScopeStand, room: _Room) -> ScopeOffer:
    sealed = _sealed(connection, stand, room)
    returns = _returns(connection, stand, room)
    cursor, hash_ = stand.place
    return ScopeOffer(
        scope=ScopeId(stand.scope),
        cursor=cursor,
        hash=hash_,
        incarnation=stand.incarnation,
        changes=() if stand.is_returning else _batch(connection, stand, room),
        returns=returns,
        sealed=sealed,
    )


def _sealed(connection: Connection, stand: ScopeStand, room: _Room) -> str:
    """Give the piece that was packed up here before and is owed, alone in an offer."""
    piece = piece_of(connection, stand.scope) if room.is_untouched else None
    if piece is None or not piece.is_owed:
        return ""
    room.close()
    return piece.sealed


def _returns(connection: Connection, stand: ScopeStand, room: _Room) -> tuple[Returned, ...]:
    """Give back what this scope owes, alone in an offer, since a page of it may fill one."""
    if not room.is_untouched or room.changes == 0:
        return ()
    page = returns_of(connection, stand, room.changes)
    if page:
        room.close()
    return tuple(page)


def _farewell(connection: Connection, stand: ScopeStand, room: _Room) -> ScopeOffer:
    """Offer what still waits in a scope that was left, and what was packed up when asked for."""
    piece, sealed = piece_of(connection, stand.scope), _sealed(connection, stand, room)
    return ScopeOffer(
        scope=ScopeId(stand.scope),
        cursor=piece.cursor if piece else stand.cursor,
        hash=piece.hash if piece else stand.hash,
        incarnation=stand.incarnation,
        changes=_batch(connection, stand, room),
        sealed=sealed,
    )


def _batch(connection: Connection, stand: ScopeStand, room: _Room) -> tuple[Sent, ...]:
    chosen: list[Sent] = []
    for group in _groups(outbox.pending(connection, stand.scope, limit=room.changes + MAX_GROUP)):
        if not room.fits(group):
            break
        chosen += [entry.sent(stand.incarnation) for entry in group]
    return tuple(chosen)


def _groups(waiting: list[Pending]) -> Iterable[list[Pending]]:
    """Cut the outbox into pieces that must travel together."""
    piece: list[Pending] = []
    for entry in waiting:
        group = entry.change().group
        piece.append(entry)
        if group is None or group.index == group.size - 1:
            yield piece
            piece = []
    if piece:
        yield piece


def _waiting_reveals(connection: Connection) -> tuple[Reveal, ...]:
    query = select(reveal).order_by(reveal.c.at_ms).limit(200)
    return tuple(
        Reveal(
            id=found["id"],
            at_ms=found["at_ms"],
            scope=ScopeId(found["scope"]),
            entity=found["entity"],
            row=found["row"],
            field=found["field"],
        )
        for found in connection.execute(query).mappings()
    )
