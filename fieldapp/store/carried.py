"""The device's end of sync by a sealed file: all offers at once, and answers of another day.

An answer that comes by hand may be old, come twice, or after others. What it says about this
device's place counts only while it is news and the device still stands there. Its facts count
wherever they continue exactly where the device stands now: the chain says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from fieldapp.ids import NewId
from fieldapp.store import outbox, road_back, scopes
from fieldapp.store.kept import heard_ms, note_heard
from fieldapp.store.leaving import take_up_again
from fieldapp.store.offers import forget_reveals, read_offer
from fieldapp.store.replica import Accepted, accept, install
from fieldapp.store.schema import outbox as outbox_table
from fieldapp.store.scopes import ScopeStand
from sync.client import Step
from sync.protocol import (
    Answer,
    ChangeId,
    DeviceTime,
    Offer,
    Returned,
    ScopeAnswer,
    ScopeId,
    ScopeOffer,
    SnapshotRef,
    Status,
)
from sync.snapshot import Snapshot

GivenBack = Mapping[ScopeId, Sequence[ChangeId]]


def read_all_offers(connection: Connection, now: DeviceTime) -> list[Offer]:
    """Say everything that waits, in as many offers as it takes; the first names every scope.

    Each batch is read as if those before it had arrived, and all of that is taken back: needs a
    writing transaction, and leaves nothing behind in it.
    """
    connection.exec_driver_sql("SAVEPOINT all_offers")
    try:
        return _read_on(connection, now)
    finally:
        connection.exec_driver_sql("ROLLBACK TO all_offers")
        connection.exec_driver_sql("RELEASE all_offers")


def _read_on(connection: Connection, now: DeviceTime) -> list[Offer]:
    offers = [read_offer(connection, now)]
    while _pretend_arrived(connection, offers[-1]):
        offer = read_offer(connection, now)
        busy = tuple(one for one in offer.scopes if one.changes or one.returns)
        if not busy:
            break
        offers.append(replace(offer, scopes=busy))
    return offers


def _pretend_arrived(connection: Connection, offer: Offer) -> bool:
    """Take what an offer holds out of what waits; tell whether it held anything."""
    for one in offer.scopes:
        outbox.retire(connection, [sent.id for sent in one.changes])
        road_back.were_read(connection, one.scope, [back.id for back in one.returns])
    forget_reveals(connection, [one.id for one in offer.reveals])
    return any(one.changes or one.returns for one in offer.scopes)


def last_position(connection: Connection) -> int:
    """Give the place in the outbox up to which everything has been written down by now."""
    return connection.execute(select(func.max(outbox_table.c.position))).scalar_one() or 0


def waiting_up_to(connection: Connection, position: int) -> int:
    """Count the things that still wait of all written down up to a place in the outbox."""
    return outbox.things(connection, outbox_table.c.position <= position)


def accept_carried(
    connection: Connection, answer: Answer, given: GivenBack, make_id: NewId, now_ms: int
) -> tuple[Step, frozenset[ScopeId]]:
    """Take in one answer that was carried here; give what it did and the scopes it proves level."""
    is_news = answer.server_ms >= heard_ms(connection)
    if is_news:
        _follow_membership(connection, answer, make_id, now_ms)
        note_heard(connection, answer.server_ms)
    done = [
        (one, _accept(connection, one, given.get(one.scope, ()), is_news, make_id, now_ms))
        for one in answer.scopes
    ]
    forget_reveals(connection, answer.reveals_taken)
    level = frozenset(one.scope for one, did in done if did.is_level)
    for scope in level:
        _prove(connection, scope, answer.server_ms)
    step = Step(
        received=sum(did.received for _, did in done),
        retired=sum(did.retired for _, did in done),
        quarantined=sum(did.quarantined for _, did in done),
        returned=sum(did.returned for _, did in done),
        snapshots=tuple((one.scope, did.snapshot) for one, did in done if did.snapshot),
        touched=frozenset(kind for _, did in done for kind in did.touched),
    )
    return step, level


def install_carried(
    connection: Connection, ref: SnapshotRef, snapshot: Snapshot, now_ms: int
) -> Step:
    """Let a carried snapshot replace a scope that has nothing yet, or is to be read anew."""
    stand = scopes.stand(connection, snapshot.scope)
    is_awaited = stand is not None and not stand.has_left and stand.place[0] < ref.seq
    if not is_awaited or (snapshot.seq, snapshot.hash) != (ref.seq, ref.hash):
        return Step()
    done = install(connection, snapshot, now_ms)
    return Step(received=done.received, touched=frozenset(done.touched))


def _follow_membership(connection: Connection, answer: Answer, make_id: NewId, now_ms: int) -> None:
    held = {stand.scope for stand in scopes.all_stands(connection)}
    fresh = [scope for scope in answer.member_of if scope not in held]
    scopes.join(connection, fresh, [make_id(now_ms) for _ in fresh])
    take_up_again(connection, fresh)
    for scope in held - set(answer.member_of):
        scopes.change(connection, scope, has_left=True)


def _accept(
    connection: Connection,
    answer: ScopeAnswer,
    given: Sequence[ChangeId],
    is_news: bool,
    make_id: NewId,
    now_ms: int,
) -> Accepted:
    stand = scopes.stand(connection, answer.scope)
    if stand is None:
        return Accepted()
    if answer.status is Status.gone:
        offered = _signed_for(connection, answer)
        return accept(connection, offered, answer, make_id, now_ms) if is_news else Accepted()
    if stand.has_left:
        return Accepted()
    fitting = _fitting(answer, stand, is_news)
    if fitting is None:
        return Accepted()
    # A verdict from elsewhere says nothing about what was given back.
    is_told = fitting.status is Status.reset or fitting.judged == answer.judged
    offered = ScopeOffer(
        scope=fitting.scope,
        cursor=fitting.cursor,
        hash=fitting.was,
        incarnation=fitting.incarnation,
        returns=tuple(Returned(id=id_) for id_ in given) if is_told else (),
    )
    return accept(connection, offered, fitting, make_id, now_ms)


def _signed_for(connection: Connection, answer: ScopeAnswer) -> ScopeOffer:
    """Give the offer by which the changes that a receipt names were handed in."""
    named = outbox.pending_named(connection, answer.scope, [one.id for one in answer.judged])
    return ScopeOffer(
        scope=answer.scope,
        cursor=answer.cursor,
        hash=answer.was,
        incarnation=answer.incarnation,
        changes=tuple(one.sent(answer.incarnation) for one in named),
    )


def _fitting(answer: ScopeAnswer, stand: ScopeStand, is_news: bool) -> ScopeAnswer | None:
    """Give as much of an answer as is true of where this device stands now."""
    if not is_news and stand.is_on_the_way_back:
        return None
    is_there = (answer.cursor, answer.was) == stand.place
    is_same = is_there and answer.incarnation == stand.incarnation
    if answer.status is Status.snap:
        return replace(answer, incarnation=stand.incarnation) if is_there and is_news else None
    if answer.status is not Status.ok:
        return answer if is_same and is_news else None
    if not is_news and answer.head < stand.head:
        # More is known to be there than this answer speaks of: it proves nothing level.
        answer = replace(answer, head=stand.head, head_hash="")
    return answer if is_same else _from_here(answer, stand)


def _from_here(answer: ScopeAnswer, stand: ScopeStand) -> ScopeAnswer | None:
    """Leave out the facts that were read meanwhile; None if the others do not continue here.

    The verdicts are left out too: they were given to a device that stood elsewhere.
    """
    cursor, hash_ = stand.place
    passed = {answer.cursor: answer.was} | {fact.seq: fact.hash for fact in answer.facts}
    if passed.get(cursor) != hash_:
        return None
    return replace(
        answer,
        cursor=cursor,
        was=hash_,
        incarnation=stand.incarnation,
        judged=(),
        facts=tuple(fact for fact in answer.facts if fact.seq > cursor),
    )


def _prove(connection: Connection, scope: str, server_ms: int) -> None:
    stand = scopes.stand(connection, scope)
    proven_ms = stand.proven_ms or 0 if stand else 0
    scopes.change(connection, scope, proven_ms=max(proven_ms, server_ms))
