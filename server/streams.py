"""The slot chain: notices that a device was cloned or restored, before its changes are judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, insert, select, update

from server.log import Head
from server.tables import STREAM
from sync.protocol import Fact, ScopeOffer, Sent, Status


@dataclass(frozen=True, slots=True)
class Stream:
    """How far one installation's changes have come in one scope."""

    incarnation: str
    device: str
    n: int = 0
    last_id: str = ""
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """The changes that may be judged, and where the stream stands after them."""

    status: Status
    accepted: tuple[Sent, ...]
    stream: Stream


def read_stream(connection: Connection, head: Head, incarnation: str, device: str) -> Stream:
    """Read the stream of an incarnation; a new one belongs to `device`."""
    query = select(STREAM.c.device, STREAM.c.n, STREAM.c.last_id).where(*_key(head, incarnation))
    found = connection.execute(query).one_or_none()
    if found is None:
        return Stream(incarnation, device)
    return Stream(incarnation, found.device, found.n, found.last_id, is_new=False)


def write_stream(connection: Connection, head: Head, stream: Stream) -> None:
    """Write where the stream stands now."""
    values = {"device": stream.device, "n": stream.n, "last_id": stream.last_id}
    if stream.is_new:
        key = {
            "community_id": head.community,
            "scope": head.scope,
            "incarnation": stream.incarnation,
        }
        connection.execute(insert(STREAM).values(**key, **values))
    else:
        connection.execute(update(STREAM).where(*_key(head, stream.incarnation)).values(**values))


def catch_up(connection: Connection, head: Head, fact: Fact, device: str) -> None:
    """Bring the stream of a fact that came back to where the fact was taken."""
    if fact.slot is None:
        return
    stream = read_stream(connection, head, fact.slot.incarnation, device)
    if fact.slot.n > stream.n:
        write_stream(connection, head, replace(stream, n=fact.slot.n, last_id=fact.id))


def _key(head: Head, incarnation: str) -> tuple[ColumnElement[bool], ...]:
    return (
        STREAM.c.community_id == head.community,
        STREAM.c.scope == head.scope,
        STREAM.c.incarnation == incarnation,
    )


def place(stream: Stream, device: str, offer: ScopeOffer, known: Collection[str]) -> Placed:
    """Walk the offered slots; stop at the first that does not continue the stream.

    A change that the log knows already is accepted again (its verdict is repeated), and the
    stream advances over it.
    """
    accepted: list[Sent] = []
    seen = set(known)
    for sent in offer.changes:
        status = _status(stream, device, offer.incarnation, sent, sent.id in seen)
        if status is not Status.ok:
            return Placed(status, tuple(accepted), stream)
        accepted.append(sent)
        seen.add(sent.id)
        if sent.slot.n == stream.n + 1:
            stream = Stream(stream.incarnation, stream.device, sent.slot.n, sent.id, stream.is_new)
    return Placed(Status.ok, tuple(accepted), stream)


def _status(stream: Stream, device: str, incarnation: str, sent: Sent, is_known: bool) -> Status:
    slot = sent.slot
    if stream.device != device or slot.incarnation != incarnation:
        return Status.fork
    if slot.n == stream.n + 1:
        return Status.ok if slot.prev == stream.last_id else _broken(stream)
    if slot.n <= stream.n:
        return Status.ok if is_known else Status.fork
    return Status.gap


def _broken(stream: Stream) -> Status:
    """A first slot that names a predecessor continues a stream that this log has lost."""
    return Status.gap if stream.n == 0 else Status.fork


def rewound(placed: Placed, start: Stream, keep: Sequence[Sent]) -> Placed:
    """Give the same stop with only `keep` accepted, and the stream where that leaves it."""
    stream = start
    for sent in keep:
        if sent.slot.n == stream.n + 1:
            stream = Stream(stream.incarnation, stream.device, sent.slot.n, sent.id, stream.is_new)
    return Placed(placed.status, tuple(keep), stream)
