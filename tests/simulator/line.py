"""The line between a device and the server in one process; whatever travels is bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from fieldapp.domain.entities import SCHEMA
from fieldapp.errors import Trouble
from server.drill import drill
from server.problems import Problem as ServerProblem
from sync.client import Replica, Step
from sync.codec import canonical, change_id, decode, pack, unpack
from sync.drill import Ask, DrillAnswer, DrillQuestion
from sync.line import Problem, TurnedAway, Unreachable
from sync.protocol import (
    Answer,
    Change,
    ChangeKind,
    DeviceTime,
    Edit,
    Fact,
    Offer,
    Returned,
    RowId,
    ScopeId,
    Sent,
    Slot,
    SnapshotRef,
)
from tests.simulator.faults import Fault
from tests.simulator.forgery import FORGED, fresh_id
from tests.simulator.fuse import Killed, server_full
from tests.simulator.town import GRID_SCOPE

if TYPE_CHECKING:
    from tests.simulator.device import Device
    from tests.simulator.world import World

NOBODY = "00000000-0000-8000-8000-000000000000"
"""A resident that was never there."""
_TOO_LARGE, _BUSY = 1002, 1101


@dataclass
class Line:
    """Carries one device's offers and lies as the dice say."""

    world: World
    device: Device
    exchanges: int = 0
    old_offers: list[bytes] = field(default_factory=list)
    old_answers: list[tuple[Offer, bytes]] = field(default_factory=list)

    def exchange(self, offer: Offer) -> Answer:
        """Carry an offer and bring an answer, not always the one to it."""
        world, faults = self.world, self.world.faults
        self.exchanges += 1
        world.exchanges[self.device.name] += 1
        world.between(self.exchanges)
        offer = self._smaller(offer)
        self._turn_away(offer)
        packed = pack(self._forged(self._swapped(offer)))
        if faults.strikes(Fault.request_lost):
            self.old_offers.append(packed)
            raise self._broken("request lost")
        if self.old_offers and faults.strikes(Fault.old_request):
            self._deliver(world.dice.choice(self.old_offers))
        answer = self._deliver(packed)
        if faults.strikes(Fault.delivered_twice):
            answer = self._deliver(packed)
        self.old_offers = [*self.old_offers[-4:], packed]
        self.old_answers = [*self.old_answers[-4:], (offer, answer)]
        if faults.strikes(Fault.answer_lost):
            raise self._broken("answer lost")
        if len(self.old_answers) > 1 and faults.strikes(Fault.stale_answer):
            answer = world.dice.choice(self.old_answers[:-1])[1]
        return unpack(Answer, answer)

    def _smaller(self, offer: Offer) -> Offer:
        if not self.world.faults.strikes(Fault.page_of_one):
            return offer
        return msgspec.structs.replace(offer, page_facts=1)

    def _forged(self, offer: Offer) -> Offer:
        """Slip a fact under the offer that this server never wrote."""
        wanted = [one for one in offer.scopes if self.world.chronicle.logs.get(one.scope)]
        if not wanted or not self.world.faults.strikes(Fault.forged_fact):
            return offer
        chosen = self.world.dice.choice(wanted)
        fact = self.world.dice.choice(self.world.chronicle.logs[chosen.scope])
        head = self.world.chronicle.heads[chosen.scope]
        made = forge(fact, head.seq + 1, head.hash)
        back = Returned(id=made.id, fact=canonical(made).decode())
        scopes = [
            msgspec.structs.replace(one, returns=(*one.returns, back)) if one is chosen else one
            for one in offer.scopes
        ]
        return msgspec.structs.replace(offer, scopes=tuple(scopes))

    def _swapped(self, offer: Offer) -> Offer:
        """Add a change whose words are not those that its id was made of."""
        wanted = [one for one in offer.scopes if one.changes]
        if not wanted or not self.world.faults.strikes(Fault.wrong_id):
            return offer
        chosen, last = wanted[-1], wanted[-1].changes[-1]
        change = msgspec.json.decode(bytes(last.body))
        change["fields"] = {"note": {"new": FORGED}}
        change.pop("group", None)
        id_ = fresh_id(canonical([change, offer.now]))
        slot = Slot(incarnation=last.slot.incarnation, n=last.slot.n + 1, prev=last.id)
        more = Sent(id=id_, slot=slot, body=msgspec.Raw(canonical(change)))
        scopes = tuple(
            msgspec.structs.replace(one, changes=(*one.changes, more)) if one is chosen else one
            for one in offer.scopes
        )
        return msgspec.structs.replace(offer, scopes=scopes)

    def _turn_away(self, offer: Offer) -> None:
        size = sum(len(one.changes) for one in offer.scopes)
        if size > 1 and self.world.faults.strikes(Fault.too_large):
            self.world.tell(f"{self.device.name} turned away with {size} changes")
            raise TurnedAway(Problem(number=_TOO_LARGE, code="too_large"))
        if self.world.faults.strikes(Fault.server_busy):
            self.world.tell(f"{self.device.name} told to wait")
            raise TurnedAway(Problem(number=_BUSY, code="busy", retry_after_s=1))

    def _broken(self, why: str) -> Unreachable:
        self.world.tell(f"{self.device.name} {why}")
        return Unreachable(why)

    def _deliver(self, packed: bytes) -> bytes:
        world, faults = self.world, self.world.faults
        blow: tuple[int, Callable[[], BaseException]] | None = None
        if faults.strikes(Fault.push_killed):
            blow = (1 + int(world.dice.expovariate(1 / 25)), Killed)
        elif faults.strikes(Fault.push_full):
            blow = (1 + int(world.dice.expovariate(1 / 25)), server_full)
        try:
            answer = world.town.answer(self.device.caller, packed, blow)
        except (Unreachable, TurnedAway) as error:
            world.tell(f"{self.device.name} offer {mark(_readable(packed))} {error}")
            raise
        finally:
            world.read_log()
        world.tell(f"{self.device.name} offer {mark(_readable(packed))} answer {mark(answer)}")
        world.note_truth(answer)
        return answer

    def leave(self, offer: Offer) -> Answer:
        """Hand in what a revoked device holds; here a device is not revoked, only its person."""
        return self.exchange(offer)

    def drill(self, question: DrillQuestion) -> DrillAnswer:
        """Ask the server for the rows that differ."""
        try:
            told = drill(self.world.town.service, self.device.caller, question)
        except ServerProblem as problem:
            number = problem.number
            raise TurnedAway(Problem(number=int(number), code=number.name)) from None
        self.world.tell(f"{self.device.name} drill {mark(canonical(told))}")
        return decode(DrillAnswer, canonical(told))

    def snapshot(self, ref: SnapshotRef, on_bytes: Callable[[int], None]) -> bytes:
        """Fetch a snapshot."""
        content = self.world.town.snapshot(self.device.caller, ref)
        self.world.tell(f"{self.device.name} snapshot {ref.seq} {ref.name[:12]}")
        on_bytes(len(content))
        return content


@dataclass
class ShakyReplica:
    """The device's end of sync, dying between statements, and watched."""

    world: World
    device: Device
    inner: Replica

    def read_offer(self, now: DeviceTime, *, batch: int) -> Offer:
        """Say where the device stands."""
        if self.world.faults.strikes(Fault.small_batch):
            batch = min(batch, self.world.dice.choice([1, 2, 3]))
        with self.world.peril(self.device, Fault.offer_killed, None):
            return self.inner.read_offer(now, batch=batch)

    def accept(self, offer: Offer, answer: Answer) -> Step:
        """Take an answer in."""
        with self.world.peril(self.device, Fault.accept_killed, Fault.accept_full):
            step = self.inner.accept(offer, answer)
        self.world.after_accept(self.device, answer, step)
        return step

    def install(self, ref: SnapshotRef, content: bytes) -> Step:
        """Install a snapshot."""
        with self.world.peril(self.device, Fault.install_killed, Fault.install_full):
            step = self.inner.install(ref, content)
        self.world.after_install(self.device)
        return step

    def repair(self, scope: ScopeId, ask: Ask) -> Step:
        """Replace the rows that differ."""
        step = self.inner.repair(scope, ask)
        self.device.is_damaged = False
        self.world.after_install(self.device)
        return step


def _readable(packed: bytes) -> bytes:
    """Leave out what is sealed: no two seals are alike."""
    offer = unpack(Offer, packed)
    scopes = tuple(msgspec.structs.replace(one, sealed="") for one in offer.scopes)
    return canonical(msgspec.structs.replace(offer, scopes=scopes))


def forge(fact: Fact, seq: int, was: str) -> Fact:
    """Make a fact that continues the log, out of another, with an effect nobody judged."""
    change = msgspec.json.decode(bytes(fact.body))
    change["fields"] = {"note": {"new": FORGED}}
    body = canonical(change)
    effect = tuple(
        msgspec.structs.replace(one, fields={**one.fields, "note": FORGED}) for one in fact.effect
    )
    return msgspec.structs.replace(
        fact,
        id=fresh_id(body),
        body=msgspec.Raw(body),
        seq=seq,
        was=was,
        effect=effect,
    )


def made_up(world: World, device: Device) -> Sent:
    """Write a change in the name of a device's person, under its right id."""
    head = world.chronicle.fold(GRID_SCOPE, world.chronicle.heads[GRID_SCOPE].hash)
    assert head is not None
    change = Change(
        scope=ScopeId(GRID_SCOPE),
        kind=ChangeKind.text,
        entity="resident",
        row=RowId(min((id_ for kind, id_ in head.rows if kind == "resident"), default=NOBODY)),
        fields={"note": Edit(new=FORGED)},
        actor=device.caller.person,
        device=device.caller.device,
        schema=SCHEMA.version,
        time=device.clock.read(),
    )
    id_ = change_id(change)
    slot = Slot(incarnation=fresh_id(id_.encode()), n=1, prev="")
    return Sent(id=id_, slot=slot, body=msgspec.Raw(canonical(change)))


def late_answer(world: World, device: Device, line: Line) -> bool:
    """Let an answer of an earlier round arrive now."""
    if not line.old_answers:
        return False
    offer, answer = world.dice.choice(line.old_answers)
    world.tell(f"{device.name} late answer {mark(answer)}")
    replica = ShakyReplica(world, device, device.desk.replica())
    try:
        replica.accept(offer, unpack(Answer, answer))
    except (Killed, Trouble):
        return True
    return True


def mark(packed: bytes) -> str:
    """Give a short mark of bytes for the trace."""
    return hashlib.sha256(packed).hexdigest()[:12]
