"""The exchange: takes one offer, judges what was sent, and answers with where everything stands.

Pushing is one transaction per scope under the lock of its head row; pulling all scopes is one
reading transaction after it. Called by the web face, and directly by tests and the simulator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace
from sqlalchemy import Connection

from fieldapp.domain.roles import Tie
from server.access import Access, Caller, has_served
from server.audit import note_exchange
from server.hearing import Hearing
from server.keys import Keys
from server.log import Head, OpenLog, hash_at, is_plain, read_head
from server.logs import NotLocked, lock_heads
from server.pages import read_page
from server.problems import Number, Problem
from server.reading import times_of
from server.returns import take_back
from server.snapshots import Shelf
from server.store import Store
from sync.leaving import sign_receipt, unpack_left
from sync.protocol import (
    MAX_BYTES,
    MAX_CHANGES,
    MAX_FACTS,
    PROTOCOL_VERSION,
    Answer,
    Judged,
    Offer,
    ScopeAnswer,
    ScopeId,
    ScopeOffer,
    SnapshotRef,
    Status,
)

SNAPSHOT_FROM = 400
"""A device that has nothing gets a snapshot when the log is at least this long."""
ANSWER_BYTES = 3 * MAX_BYTES
"""Facts of all scopes in one answer; what is left over comes in the next round."""
MAX_SCOPES = 500

Pushed = tuple[Status, tuple[Judged, ...]]


@dataclass(frozen=True, slots=True)
class Seat:
    """How a caller sits in a scope; `outside` says why what she sends is only set aside."""

    tie: Tie
    outside: str


@dataclass(slots=True)
class Exchange:
    """Answers offers. `clock` gives milliseconds since 1970."""

    store: Store
    keys: Keys
    clock: Callable[[], int]
    shelf: Shelf
    access: Access = field(default_factory=Access)

    def answer(self, caller: Caller, offer: Offer) -> Answer:
        """Judge and answer one offer. Raises `Problem` when it is turned away, `Busy` for locks."""
        check_offer(offer)
        received_ms = self.clock()
        pushed = {
            one.scope: self._push(caller, offer, one, received_ms)
            for one in offer.scopes
            if one.changes or one.returns or one.sealed
        }
        answers, ties = self._pull(caller, offer, pushed, received_ms)
        answers = [self._with_snapshot(answer) for answer in answers]
        with_care = [one.scope for one in answers if _shows_care(one)]
        taken = note_exchange(self.store, caller, offer.reveals, with_care, received_ms)
        return Answer(
            version=PROTOCOL_VERSION,
            server_ms=received_ms,
            scopes=tuple(answers),
            member_of=tuple(sorted(ties)),
            reveals_taken=taken,
        )

    def _push(self, caller: Caller, offer: Offer, one: ScopeOffer, received_ms: int) -> Pushed:
        """Judge in one transaction; one that reaches further is begun again, all heads locked."""
        scopes = {str(one.scope)}
        while True:
            try:
                with self.store.write() as connection:
                    heads = lock_heads(connection, scopes)
                    return self._judge(connection, heads, caller, offer, one, received_ms)
            except NotLocked as further:
                scopes |= further.scopes

    def _judge(
        self,
        connection: Connection,
        heads: Mapping[str, Head],
        caller: Caller,
        offer: Offer,
        one: ScopeOffer,
        received_ms: int,
    ) -> Pushed:
        head = heads.get(one.scope)
        seat = self._seat(connection, head, caller, one, received_ms) if head else None
        if head is None or seat is None:
            return Status.gone, ()
        members = self.access.members(connection, head, received_ms)

        def hearing() -> Hearing:
            opened = {
                scope: OpenLog(connection, self.keys, held, caller.device, received_ms)
                for scope, held in heads.items()
            }
            times, log = times_of(offer, received_ms), opened[one.scope]
            return Hearing(log, caller, seat.tie, times, members, seat.outside, opened)

        if seat.outside:
            take_back(hearing(), unpack_left(self.keys.opening, one.scope, one.sealed))
            return Status.gone, hearing().take_over(one)
        returns = (*one.returns, *unpack_left(self.keys.opening, one.scope, one.sealed))
        if returns:
            take_back(hearing(), returns)
        if not self._is_prefix(connection, head, one):
            return Status.reset, ()
        places = hearing().log.known(back.id for back in one.returns)
        status, judged = hearing().hear(one) if one.changes else (Status.ok, ())
        return status, (*places.values(), *judged)

    def _seat(
        self, connection: Connection, head: Head, caller: Caller, one: ScopeOffer, now_ms: int
    ) -> Seat | None:
        """Tell how the caller sits in a scope: as a member, as somebody who was one, or not."""
        tie = self.access.ties(connection, caller.person, now_ms).get(one.scope)
        if tie is not None:
            return Seat(tie, "device_revoked" if caller.is_revoked else "")
        # The chain is keyed: whoever can name a hash of it was once given the log.
        has_read = one.cursor > 0 and self._is_prefix(connection, head, one)
        if has_read or has_served(connection, head, caller.person):
            return Seat(Tie.part, "device_revoked" if caller.is_revoked else "handed_over")
        return None

    def _is_prefix(self, connection: Connection, head: Head, one: ScopeOffer) -> bool:
        if one.cursor == 0 and one.hash == "":
            return True
        return hash_at(connection, self.keys, head, one.cursor) == one.hash

    def _pull(
        self, caller: Caller, offer: Offer, pushed: dict[ScopeId, Pushed], received_ms: int
    ) -> tuple[list[ScopeAnswer], dict[ScopeId, Tie]]:
        room = ANSWER_BYTES
        answers: list[ScopeAnswer] = []
        with self.store.read() as connection:
            ties = self.access.ties(connection, caller.person, received_ms)
            ties = {} if caller.is_revoked else ties
            for one in offer.scopes:
                status, judged = pushed.get(one.scope, (Status.ok, ()))
                limit = min(offer.page_facts, MAX_FACTS) if room > 0 else 0
                if one.scope in ties:
                    answer, size = self._scope_answer(connection, one, limit)
                    room -= size
                else:
                    answer = self._farewell(connection, caller, one, judged)
                answers.append(_joined(answer, status, judged))
        return answers, ties

    def _scope_answer(
        self, connection: Connection, one: ScopeOffer, limit: int
    ) -> tuple[ScopeAnswer, int]:
        """Give one scope's answer as far as reading decides it, and the bytes of its facts."""
        head = read_head(connection, one.scope)
        if head is None:
            return _echo(one, Status.gone), 0
        if not self._is_prefix(connection, head, one):
            return _echo(one, Status.reset, head), 0
        if _wants_snapshot(one, head):
            return _echo(one, Status.snap, head), 0
        page = read_page(connection, head, one.cursor, limit)
        answer = _echo(one, Status.ok, head)
        last = page.facts[-1].seq if page.facts else one.cursor
        checksum = head.checksum() if last == head.seq else ""
        return replace(answer, facts=page.facts, checksum=checksum), page.size

    def _farewell(
        self, connection: Connection, caller: Caller, one: ScopeOffer, judged: tuple[Judged, ...]
    ) -> ScopeAnswer:
        """Sign what was taken from somebody outside; ask for more if this log lost something."""
        answer = _echo(one, Status.gone)
        head = read_head(connection, one.scope)
        if head is None or not (judged or has_served(connection, head, caller.person)):
            return answer
        receipt = sign_receipt(self.keys.signing, one.scope, judged)
        is_behind = not self._is_prefix(connection, head, one)
        return replace(answer, receipt=receipt if judged else "", is_behind=is_behind)

    def _with_snapshot(self, answer: ScopeAnswer) -> ScopeAnswer:
        if answer.status is not Status.snap:
            return answer
        return replace(answer, snapshot=self.snapshot_of(answer.scope))

    def snapshot_of(self, scope: str) -> SnapshotRef:
        """Give a snapshot of a scope that is recent enough, making one when there is none."""
        return self.shelf.recent(self.store, scope, self.clock())


def check_offer(offer: Offer) -> None:
    """Raise `Problem` when an offer as a whole cannot be answered; nothing was changed."""
    if offer.version != PROTOCOL_VERSION:
        raise Problem(Number.unknown_version)
    changes = [sent for one in offer.scopes for sent in one.changes]
    if len(changes) > MAX_CHANGES or sum(len(bytes(one.body)) for one in changes) > MAX_BYTES:
        raise Problem(Number.too_large)
    if not all(_is_text(bytes(one.body)) for one in changes):
        raise Problem(Number.malformed)
    returns = [one for scope in offer.scopes for one in scope.returns]
    if len(returns) > MAX_FACTS:
        raise Problem(Number.too_large)
    if not all(is_id(one.id) for one in returns):
        raise Problem(Number.malformed)
    scopes = [one.scope for one in offer.scopes]
    if len(set(scopes)) != len(scopes) or len(scopes) > MAX_SCOPES or offer.page_facts < 1:
        raise Problem(Number.malformed)
    names = [*scopes, *(one.incarnation for one in offer.scopes)]
    names += [sent.slot.incarnation for sent in changes]
    if not all(is_plain(name) for name in names) or not all(is_id(sent.id) for sent in changes):
        raise Problem(Number.malformed)


def _is_text(body: bytes) -> bool:
    """Tell whether a body is UTF-8: the decoder of envelopes passes over what bodies hold."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_id(text: str) -> bool:
    """Tell whether a change id has the form of one: a UUIDv8 in lower case."""
    parts = text.split("-")
    return (
        [len(part) for part in parts] == [8, 4, 4, 4, 12]
        and set(text) <= set("0123456789abcdef-")
        and parts[2][0] == "8"
    )


def _echo(one: ScopeOffer, status: Status, head: Head | None = None) -> ScopeAnswer:
    return ScopeAnswer(
        scope=one.scope,
        cursor=one.cursor,
        was=one.hash,
        incarnation=one.incarnation,
        status=status,
        head=head.seq if head else 0,
        head_hash=head.hash if head else "",
    )


def _joined(answer: ScopeAnswer, status: Status, judged: tuple[Judged, ...]) -> ScopeAnswer:
    """Join what pushing and pulling say: a stop of either is told, the pull's first."""
    if answer.status in (Status.gone, Status.reset):
        return replace(answer, judged=judged)
    return replace(answer, status=answer.status if status is Status.ok else status, judged=judged)


def _wants_snapshot(one: ScopeOffer, head: Head) -> bool:
    return one.cursor < head.horizon or (one.cursor == 0 and head.seq >= SNAPSHOT_FROM)


def _shows_care(answer: ScopeAnswer) -> bool:
    return answer.scope.startswith("care:") and bool(answer.facts or answer.snapshot)
