"""One round of sync: read the offer, release the database, one exchange, accept; until level.

`run_round` is the whole story. The simulator, the command line and the window run this very
function; they differ in the replica, transport and clock that they hand in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from sync.clock import Clock
from sync.drill import Ask, DrillAnswer, DrillQuestion
from sync.line import TurnedAway
from sync.protocol import MAX_CHANGES, Answer, DeviceTime, Offer, ScopeId, SnapshotRef

_BATCH_PROBLEMS = (1001, 1002)
"""Malformed or too large: the batch is halved until the change at fault stands alone."""
_REVOKED = 2002
"""This device was revoked: it hands in what it holds, and is told nothing more."""
MAX_EXCHANGES = 500
"""Exchanges of one round; a round that needs more has met a server that never agrees."""


class Cancelled(Exception):
    """The person stopped the round; what was accepted until then stays."""


class RoundStuck(Exception):
    """The server's answers bring no progress; try again later, nothing is lost."""


@dataclass(frozen=True, slots=True)
class Step:
    """What accepting one answer did: counts of changes, and whether more must follow."""

    sent: int = 0
    received: int = 0
    retired: int = 0
    quarantined: int = 0
    returned: int = 0
    is_level: bool = False
    wants_more: bool = False
    snapshots: tuple[tuple[ScopeId, SnapshotRef], ...] = ()
    touched: frozenset[str] = frozenset()
    repairs: tuple[ScopeId, ...] = ()
    """Scopes whose rows differ from the server's at the same place of the log."""
    repaired: int = 0


class Replica(Protocol):
    """The device's store as sync sees it; each call is one transaction."""

    def read_offer(self, now: DeviceTime, *, batch: int = MAX_CHANGES) -> Offer:
        """Say where the device stands and what waits, at most `batch` changes if it can be."""
        ...

    def accept(self, offer: Offer, answer: Answer) -> Step:
        """Take an answer in."""
        ...

    def install(self, ref: SnapshotRef, content: bytes) -> Step:
        """Replace a scope by a snapshot whose bytes were checked against its name."""
        ...

    def repair(self, scope: ScopeId, ask: Ask) -> Step:
        """Find the rows that differ by asking, and replace exactly them."""
        ...


@runtime_checkable
class Begins(Protocol):
    """A replica that writes a snapshot while its caller goes on; by others it is waited for."""

    def begin_install(self, ref: SnapshotRef, content: bytes) -> Callable[[], Step]:
        """Read a snapshot and begin to install it; gives what waits for the end."""
        ...


class Transport(Protocol):
    """Who carries offer and answer: HTTP, a sealed file, or the same process."""

    def exchange(self, offer: Offer) -> Answer:
        """Carry one offer to the server and its answer back."""
        ...

    def leave(self, offer: Offer) -> Answer:
        """Carry the offer of a device that was revoked: it may only hand in."""
        ...

    def snapshot(self, ref: SnapshotRef, on_bytes: Callable[[int], None]) -> bytes:
        """Fetch a snapshot's bytes, resuming where a broken transfer stopped."""
        ...


@runtime_checkable
class Drills(Protocol):
    """A transport over which single rows can be compared; by others a scope is fetched whole."""

    def drill(self, question: DrillQuestion) -> DrillAnswer:
        """Carry one question about rows to the server, and its answer back."""
        ...


@dataclass(slots=True)
class Progress:
    """How far a round has come; shown while it runs and kept in the history of rounds."""

    sent: int = 0
    received: int = 0
    retired: int = 0
    quarantined: int = 0
    returned: int = 0
    exchanges: int = 0
    snapshot_bytes: int = 0
    repaired: int = 0
    is_level: bool = False
    touched: set[str] = field(default_factory=set)
    stuck: TurnedAway | None = None
    """Why nothing more is sent in this round; what is new is read all the same."""
    revoked: TurnedAway | None = None
    """That this device was revoked; raised once it has handed in all it held."""


def run_round(
    replica: Replica,
    transport: Transport,
    clock: Clock,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Exchange until nothing waits and nothing is new. Raises what the transport raises.

    Changes that are turned away even alone stay in the outbox, and do not stop the reading.
    `progress` is filled as the round goes, so that a broken round is told truly.
    """
    told = progress or Progress()
    idle = 0
    while True:
        if is_cancelled():
            raise Cancelled
        step = _one_exchange(replica, transport, clock, told, is_cancelled)
        on_progress(told)
        if told.stuck is not None and not (step.received or step.snapshots):
            raise told.stuck
        if not step.wants_more and told.revoked is not None:
            raise told.revoked
        if not step.wants_more:
            told.is_level = step.is_level
            return told
        idle = 0 if _is_progress(step) else idle + 1
        if idle > 5 or told.exchanges >= MAX_EXCHANGES:
            raise RoundStuck


def _is_progress(step: Step) -> bool:
    return bool(step.received or step.retired or step.returned or step.snapshots)


def _one_exchange(
    replica: Replica,
    transport: Transport,
    clock: Clock,
    told: Progress,
    is_cancelled: Callable[[], bool],
) -> Step:
    offer, answer = _ask(replica, transport, clock, told)
    step = replica.accept(offer, answer)
    told.exchanges += 1
    _add(told, step)
    _take_snapshots(replica, transport, [ref for _, ref in step.snapshots], told, is_cancelled)
    for scope in step.repairs:
        _repair(replica, transport, scope, told)
    return step


def _repair(replica: Replica, transport: Transport, scope: ScopeId, told: Progress) -> None:
    """Replace the rows that differ; when the log has moved on, the next answer tells more."""
    if not isinstance(transport, Drills):
        return
    with suppress(TurnedAway, ValueError):
        _add(told, replica.repair(scope, transport.drill))


def _ask(
    replica: Replica, transport: Transport, clock: Clock, told: Progress
) -> tuple[Offer, Answer]:
    batch = 0 if told.stuck else MAX_CHANGES
    while True:
        offer = replica.read_offer(clock.read(), batch=batch)
        carry = transport.exchange if told.revoked is None else transport.leave
        try:
            return offer, carry(offer)
        except TurnedAway as away:
            if away.problem.number == _REVOKED and told.revoked is None:
                told.revoked = away
                continue
            size = sum(len(one.changes) + len(one.returns) for one in offer.scopes)
            if away.problem.number not in _BATCH_PROBLEMS or size == 0:
                raise
            # A group is never cut: when it alone is more than was asked for, halving is over.
            batch = size // 2 if size <= batch else 0
            told.stuck = None if batch else away


def _take_snapshots(
    replica: Replica,
    transport: Transport,
    refs: Sequence[SnapshotRef],
    told: Progress,
    is_cancelled: Callable[[], bool],
) -> None:
    """Install snapshots, fetching and reading each beside the writing of the one before."""

    def on_bytes(size: int) -> None:
        told.snapshot_bytes += size
        if is_cancelled():
            raise Cancelled

    begun: Callable[[], Step] | None = None
    try:
        for ref in refs:
            before, begun = begun, _begin(replica, ref, transport.snapshot(ref, on_bytes))
            if before is not None:
                _add(told, before())
    finally:
        if begun is not None:
            _add(told, begun())


def _begin(replica: Replica, ref: SnapshotRef, content: bytes) -> Callable[[], Step]:
    if isinstance(replica, Begins):
        return replica.begin_install(ref, content)
    step = replica.install(ref, content)
    return lambda: step


def _add(told: Progress, step: Step) -> None:
    told.sent += step.sent
    told.received += step.received
    told.retired += step.retired
    told.quarantined += step.quarantined
    told.returned += step.returned
    told.repaired += step.repaired
    told.touched |= step.touched
