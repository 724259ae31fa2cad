"""The device's end of sync: read an offer, accept an answer, install a snapshot.

Each of the three is one transaction. Base = fold of log[1..cursor] at all times; the view is
the base with the outbox laid over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from fieldapp.ids import NewId
from fieldapp.store import outbox, road_back, scopes, tail
from fieldapp.store.fold import Fold, sums_from_rows
from fieldapp.store.forgetting import erased_by, erased_in, forget
from fieldapp.store.kept import note_server_time
from fieldapp.store.leaving import leave, note_handed_in, take_up_again
from fieldapp.store.offers import forget_reveals, read_offer
from fieldapp.store.outbox import Pending
from fieldapp.store.repairing import own_sums, replace_rows
from fieldapp.store.rows import Key
from fieldapp.store.scopes import ScopeStand
from fieldapp.store.sweeping import sweep_if_due
from fieldapp.store.worker import DatabaseThread
from sync.client import Step
from sync.clock import Clock
from sync.codec import combined_sum
from sync.drill import Ask, find_differences
from sync.merge import Row
from sync.protocol import (
    MAX_CHANGES,
    Answer,
    DeviceTime,
    Fact,
    Offer,
    ScopeAnswer,
    ScopeId,
    ScopeOffer,
    SnapshotRef,
    Status,
    Word,
)
from sync.snapshot import Snapshot, read_snapshot

CONFIRMED = 2
"""Answers in a row with another checksum after which rows are compared; then, all is fetched."""
AGAIN = 50
"""Answers in a row after which it is fetched once more, where fetching did not help."""


@dataclass(slots=True)
class Accepted:
    """What one scope's answer did here. `is_level`: nothing waits, head and sums agree."""

    received: int = 0
    retired: int = 0
    quarantined: int = 0
    returned: int = 0
    is_level: bool = False
    wants_more: bool = False
    wants_repair: bool = False
    snapshot: SnapshotRef | None = None
    touched: set[str] = field(default_factory=set)


class DeviceReplica:
    """`sync.client.Replica` over the database thread; tells the kinds that changed."""

    def __init__(
        self,
        thread: DatabaseThread,
        clock: Clock,
        make_id: NewId,
        on_kinds: Callable[[frozenset[str]], None],
    ) -> None:
        self._thread = thread
        self._clock = clock
        self._make_id = make_id
        self._on_kinds = on_kinds

    def read_offer(self, now: DeviceTime, *, batch: int = MAX_CHANGES) -> Offer:
        """Say where the device stands and what waits; the database is free again after."""
        return self._thread.run(partial(read_offer, now=now, batch=batch), write=False)

    def accept(self, offer: Offer, answer: Answer) -> Step:
        """Take an answer in, all its scopes in one transaction."""

        def work(connection: Connection) -> Step:
            now_ms = self._clock.read().wall_ms
            return accept_answer(connection, offer, answer, self._make_id, now_ms)

        return self._tell(self._thread.run(work, write=True, gives_way=True))

    def install(self, ref: SnapshotRef, content: bytes) -> Step:
        """Replace a scope by a snapshot."""
        return self.begin_install(ref, content)()

    def begin_install(self, ref: SnapshotRef, content: bytes) -> Callable[[], Step]:
        """Read a snapshot here and replace its scope on the database thread."""
        snapshot = read_snapshot(content)
        now_ms = self._clock.read().wall_ms
        work = partial(_install_one, snapshot=snapshot, now_ms=now_ms)
        waiting = self._thread.submit(work, write=True, gives_way=True)
        return lambda: self._tell(waiting.result())

    def repair(self, scope: ScopeId, ask: Ask) -> Step:
        """Find the rows that differ from the server's by asking, and replace exactly them."""
        mine = self._thread.run(lambda connection: own_sums(connection, scope), write=False)
        other = find_differences(scope, mine.cursor, mine.hash, mine.sums, ask)
        now_ms = self._clock.read().wall_ms
        work = partial(replace_rows, mine=mine, other=other, now_ms=now_ms)
        done = self._thread.run(work, write=True, gives_way=True)
        return self._tell(Step(repaired=len(other), touched=frozenset(done)))

    def _tell(self, step: Step) -> Step:
        sweep_if_due(self._thread)
        self._on_kinds(step.touched | {"sync"})
        return step


def _install_one(connection: Connection, snapshot: Snapshot, now_ms: int) -> Step:
    done = install(connection, snapshot, now_ms)
    return Step(received=done.received, wants_more=True, touched=frozenset(done.touched))


def accept_answer(
    connection: Connection, offer: Offer, answer: Answer, make_id: NewId, now_ms: int
) -> Step:
    """Take a whole answer in: its scopes, the scopes one may hold from now on, the reveals."""
    offered = {one.scope: one for one in offer.scopes}
    done = [
        (one.scope, accept(connection, offered[one.scope], one, make_id, now_ms))
        for one in answer.scopes
        if one.scope in offered
    ]
    has_joined = _follow_membership(connection, answer, make_id, now_ms)
    forget_reveals(connection, answer.reveals_taken)
    note_server_time(connection, answer.server_ms, now_ms)
    is_told_all = bool(done) and len(done) == len(offered)
    is_level = is_told_all and not has_joined and all(one.is_level for _, one in done)
    for scope, one in done:
        if one.is_level:
            scopes.change(connection, scope, proven_ms=answer.server_ms)
    return Step(
        sent=sum(len(one.changes) for one in offer.scopes),
        received=sum(one.received for _, one in done),
        retired=sum(one.retired for _, one in done),
        quarantined=sum(one.quarantined for _, one in done),
        returned=sum(one.returned for _, one in done),
        is_level=is_level and outbox.count(connection) == 0,
        wants_more=has_joined or any(one.wants_more for _, one in done),
        snapshots=tuple((scope, one.snapshot) for scope, one in done if one.snapshot),
        touched=frozenset(kind for _, one in done for kind in one.touched),
        repairs=tuple(scope for scope, one in done if one.wants_repair),
    )


def _follow_membership(connection: Connection, answer: Answer, make_id: NewId, now_ms: int) -> bool:
    """Begin to hold scopes that this person has become a member of."""
    held = {stand.scope for stand in scopes.all_stands(connection)}
    fresh = [scope for scope in answer.member_of if scope not in held]
    scopes.join(connection, fresh, [make_id(now_ms) for _ in fresh])
    take_up_again(connection, fresh)
    for scope in held - set(answer.member_of):
        scopes.change(connection, scope, has_left=True)
    return bool(fresh)


def accept(
    connection: Connection, offered: ScopeOffer, answer: ScopeAnswer, make_id: NewId, now_ms: int
) -> Accepted:
    """Take one scope's answer in, if the device still stands where it stood when it asked."""
    stand = scopes.stand(connection, answer.scope)
    if stand is None:
        return Accepted(wants_more=True)
    if answer.status is Status.gone:
        return _leave(connection, stand, offered, answer, now_ms)
    if stand.has_left or not _is_for(answer, offered, stand):
        return Accepted(wants_more=True)
    # The server takes what was packed up before it looks where this device stands.
    is_owing = note_handed_in(connection, offered, now_ms)
    if answer.status is Status.reset:
        return _take_the_road_back(connection, stand, offered, answer, make_id(now_ms))
    stand = road_back.follow_answer(connection, stand, offered, answer)
    if answer.status in (Status.fork, Status.gap):
        return _start_stream_anew(connection, stand, make_id(now_ms))
    given = {one.id for one in offered.returns}
    returned = len(given) + bool(offered.sealed)
    if answer.status is Status.snap:
        return Accepted(wants_more=True, snapshot=answer.snapshot, returned=returned)
    accepted = _accept_page(connection, stand, answer, now_ms)
    accepted.returned = returned
    aside = {one.id for one in answer.judged if one.verdict.word is Word.quarantined}
    accepted.quarantined = len(aside - given)
    if is_owing or road_back.owes(connection, stand.scope):
        accepted.is_level, accepted.wants_more = False, True
    return accepted


def _take_the_road_back(
    connection: Connection,
    stand: ScopeStand,
    offered: ScopeOffer,
    answer: ScopeAnswer,
    incarnation: str,
) -> Accepted:
    if not stand.is_on_the_way_back:
        _start_stream_anew(connection, stand, incarnation)
        road_back.begin(connection, stand.scope, answer.head, answer.head_hash)
    road_back.follow_reset(connection, stand, [one.id for one in offered.returns])
    given = len(offered.returns) + bool(offered.sealed)
    return Accepted(wants_more=True, returned=given, touched={"scope"})


def _leave(
    connection: Connection, stand: ScopeStand, offered: ScopeOffer, answer: ScopeAnswer, now_ms: int
) -> Accepted:
    left = leave(connection, stand, offered, answer, now_ms)
    return Accepted(
        retired=left.retired,
        returned=left.returned,
        is_level=left.is_done,
        wants_more=left.wants_more,
        touched=left.touched,
    )


def install(connection: Connection, snapshot: Snapshot, now_ms: int) -> Accepted:
    """Let a snapshot replace the scope and its base images; the outbox is offered again."""
    stand = scopes.require(connection, snapshot.scope)
    work = Fold(connection, stand)
    if work.is_empty():
        work.fill(snapshot)
    else:
        rows: dict[Key, Row] = {(kind, id_): row for kind, id_, row in snapshot.rows}
        work.replace_all(rows, now_ms, keep_aside=stand.is_resetting)
    forget(connection, work, stand.scope, erased_in(snapshot))
    work.lay_outbox_over()
    scopes.change(
        connection,
        stand.scope,
        cursor=snapshot.seq,
        hash=snapshot.hash,
        head=max(stand.head, snapshot.seq),
        is_resetting=False,
        sums=work.sums,
    )
    outbox.forget_delivery(connection, stand.scope)
    return Accepted(received=snapshot.size, wants_more=True, touched=work.touched)


def _is_for(answer: ScopeAnswer, offered: ScopeOffer, stand: ScopeStand) -> bool:
    asked = (offered.cursor, offered.hash, offered.incarnation)
    is_echo = (answer.cursor, answer.was, answer.incarnation) == asked
    return is_echo and asked == (*stand.place, stand.incarnation)


def _start_stream_anew(connection: Connection, stand: ScopeStand, incarnation: str) -> Accepted:
    """Mint a new incarnation and offer everything again under the same change ids."""
    scopes.change(connection, stand.scope, incarnation=incarnation, proven_ms=None)
    outbox.renumber(connection, stand.scope)
    return Accepted(wants_more=True, touched={"scope"})


def _accept_page(
    connection: Connection, stand: ScopeStand, answer: ScopeAnswer, now_ms: int
) -> Accepted:
    cursor, hash_ = stand.place
    facts = tail.contiguous(answer.facts, cursor, hash_)
    work = Fold(connection, stand)
    if stand.is_resetting:
        work.replace_all({}, now_ms, keep_aside=True)
    work.absorb(facts)
    forget(connection, work, stand.scope, erased_by(facts))
    leaving = _leaving(connection, stand, answer, facts, cursor)
    work.touch(leaving)
    outbox.retire(connection, [entry.id for entry in leaving])
    work.lay_outbox_over()
    tail.keep_tail(connection, facts)
    road_back.were_read(connection, stand.scope, [fact.id for fact in facts])
    accepted = _move_on(connection, stand, answer, facts, work)
    accepted.received, accepted.retired, accepted.touched = len(facts), len(leaving), work.touched
    return accepted


def _move_on(
    connection: Connection,
    stand: ScopeStand,
    answer: ScopeAnswer,
    facts: list[Fact],
    work: Fold,
) -> Accepted:
    """Write where this device stands now, and say whether that is level with the server."""
    # An empty log has a hash of its own, which only the server can make.
    at_rest = answer.head_hash if answer.head == 0 else answer.was
    cursor, hash_ = (facts[-1].seq, facts[-1].hash) if facts else (answer.cursor, at_rest)
    differs = _differs(connection, stand, answer, cursor, work)
    is_anew = differs % AGAIN == CONFIRMED + 1 and differs != stand.differs
    scopes.change(
        connection,
        stand.scope,
        cursor=cursor,
        hash=hash_,
        head=answer.head,
        sums=work.sums,
        is_resetting=False,
        differs=differs,
    )
    if is_anew:
        road_back.read_anew(connection, stand.scope)
    is_waiting = not outbox.is_empty(connection, stand.scope)
    is_level = (cursor, hash_) == (answer.head, answer.head_hash) and not differs
    return Accepted(
        is_level=is_level and not is_waiting,
        wants_more=cursor < answer.head or is_waiting or is_anew or 0 < differs <= CONFIRMED,
        wants_repair=differs == CONFIRMED,
    )


def _leaving(
    connection: Connection,
    stand: ScopeStand,
    answer: ScopeAnswer,
    facts: list[Fact],
    cursor: int,
) -> list[Pending]:
    """Give the changes that may leave: read in this page, or behind an accepted cursor."""
    read = {fact.id for fact in facts}
    behind = {one.id: one.seq for one in answer.judged if one.seq <= cursor}
    tail.keep_covered(connection, stand.scope, {id_: behind[id_] for id_ in behind.keys() - read})
    later = {one.id: one.seq for one in answer.judged if one.id not in read | behind.keys()}
    outbox.mark_delivered(connection, later)
    return outbox.pending_named(connection, stand.scope, read | behind.keys())


def _differs(
    connection: Connection, stand: ScopeStand, answer: ScopeAnswer, last_seq: int, work: Fold
) -> int:
    """Count answers in a row whose checksum is another than that of our rows."""
    if not answer.checksum or last_seq != answer.head:
        return stand.differs
    if combined_sum(work.sums) == answer.checksum:
        return 0
    work.sums = sums_from_rows(connection, stand.scope)
    return 0 if combined_sum(work.sums) == answer.checksum else stand.differs + 1
