"""One run: a town, its devices, faults that fall, and every law watched at every step."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from fieldapp.errors import Refused, Trouble
from sync.client import Progress, RoundStuck, Step, run_round
from sync.codec import decode, pack, unpack
from sync.line import TurnedAway, Unreachable
from sync.protocol import Answer, Change, Fact, ScopeAnswer
from tests.simulator.chronicle import Chronicle, HeadNow
from tests.simulator.clocks import WorldTime
from tests.simulator.device import Device, bare
from tests.simulator.device_laws import check_device
from tests.simulator.faults import Fault, FaultDice
from tests.simulator.fuse import Killed, device_full
from tests.simulator.line import Line, ShakyReplica, mark
from tests.simulator.log_laws import Court
from tests.simulator.quiet import check_quiet
from tests.simulator.sticks import Stick
from tests.simulator.town import COMMUNITY_SCOPE, Town
from tests.simulator.violation import Law, require

MEAN_STATEMENT = 25
"""A fuse blows at a statement drawn around this one."""


@dataclass
class World:
    """All that there is in one run. `dice` are those of the faults' places."""

    town: Town
    time: WorldTime
    devices: list[Device]
    faults: FaultDice
    dice: random.Random
    folder: Path
    blank: Path
    chronicle: Chronicle = field(default_factory=Chronicle)
    made: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    truths: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    exchanges: Counter[str] = field(default_factory=Counter)
    """Over the line, by the name of the device."""
    stick: Stick = field(default_factory=Stick)
    step: int = 0
    copies: dict[str, list[tuple[Path, dict[str, str]]]] = field(default_factory=dict)
    between: Callable[[int], None] = lambda exchange: None
    is_wide: bool = False
    """Whether there is a second grid, to which rows can be handed."""
    is_watched: bool = True
    """Whether the laws of devices are looked at after each step, or only at the end."""
    court: Court = field(init=False)

    def __post_init__(self) -> None:
        key = self.town.service.keys.chain
        self.court = Court(key, self.chronicle, self.made)
        self.chronicle.read(self.town.service)

    # --- telling ---------------------------------------------------------------------------

    def tell(self, line: str) -> None:
        """Add a line to the trace."""
        self.trace.append(f"{self.step:3} {line}")

    def name(self, id_: str) -> int:
        """Give the number of a row, in the order in which rows came to be."""
        return self.names.setdefault(id_, len(self.names))

    def alive(self) -> list[Device]:
        """List the devices that somebody still has."""
        return [one for one in self.devices if one.is_alive]

    def is_outsider(self, person: str) -> bool:
        """Tell whether a person is no member any more, by the log as it is now."""
        return person in self.court.outsiders

    # --- the server ------------------------------------------------------------------------

    def read_log(self) -> None:
        """Read and judge what the server wrote."""
        news = self.chronicle.read(self.town.service)
        for fact in news:
            self.words[fact.verdict.word.value] += 1
            for effect in fact.effect:
                self.name(effect.row)
            self.tell(f"server {_told(fact)}")
        self.court.hear(news)
        head = self.chronicle.fold(COMMUNITY_SCOPE, self.chronicle.heads[COMMUNITY_SCOPE].hash)
        assert head is not None
        self.court.outsiders = {
            id_
            for (kind, id_), fields in head.rows.items()
            if kind == "staff" and fields.get("is_active") is False
        }

    def note_truth(self, answer: bytes) -> None:
        """Remember where the server stood when it gave this answer, and check what it says."""
        heads = self.chronicle.heads
        self.truths[mark(answer)] = {s: (one.seq, one.hash) for s, one in heads.items()}
        for one in unpack(Answer, answer).scopes:
            if one.scope in heads:
                self._check_answer(one, heads[one.scope])

    def _check_answer(self, one: ScopeAnswer, head: HeadNow) -> None:
        cut = any(fact.seq <= head.horizon for fact in one.facts)
        require(Law.horizon, not cut, "a fact without its content", one.scope)
        for fact, seq in zip(one.facts, count(one.cursor + 1), strict=False):
            require(Law.contig, fact.seq == seq, "an answer leaves facts out", one.scope)
        log = self.chronicle.logs[one.scope]
        for judged in one.judged:
            fact = log[judged.seq - 1] if 0 < judged.seq <= len(log) else None
            same = fact is not None and (fact.id, fact.verdict) == (judged.id, judged.verdict)
            require(Law.verdict, same, "a verdict that the log does not hold", one.scope)

    # --- devices ---------------------------------------------------------------------------

    @contextmanager
    def peril(self, device: Device, kill: Fault, full: Fault | None) -> Iterator[None]:
        """Let a device die, or its disk be full, at a statement of what is done inside."""
        at = 1 + int(self.dice.expovariate(1 / MEAN_STATEMENT))
        is_killed = self.faults.strikes(kill, counted=False)
        is_full = full is not None and self.faults.strikes(full, counted=False)
        if is_killed:
            device.kill_at(at)
        elif is_full:
            device.fuse.set(at, device_full)
        try:
            yield
        except (Killed, Trouble):
            if not device.fuse.has_blown:
                raise
        except BaseException:
            # Whatever runs after the blow, a dead process would not have run.
            if not (is_killed and device.fuse.has_blown):
                device.fuse.clear()
                raise
        has_blown = device.fuse.clear()
        if is_killed:
            self.faults.note(kill if has_blown or kill is not Fault.save_killed else _AFTER)
            self.tell(f"{device.name} killed at {at if has_blown else 'its end'}")
            device.rise(has_blown=has_blown)
            self.look_at(device)
            raise Killed
        if is_full and has_blown and full is not None:
            self.faults.note(full)
            self.tell(f"{device.name} disk full at {at}")
            self.look_at(device)
            raise Trouble("disk-full", "")

    def save(self, device: Device, label: str, work: Callable[[], object]) -> bool:
        """Let a person do something on a device; tell whether it was saved."""
        before = set(device.outbox)
        said = "saved"
        try:
            with self.peril(device, Fault.save_killed, Fault.save_full):
                work()
        except Refused as refused:
            said = f"refused {refused.code}"
        except (Killed, Trouble):
            said = "broken off"
        fresh = self.look_at(device) - before
        self.tell(f"{device.name} {label}: {said}, {len(fresh)} changes")
        self.check(device)
        return said == "saved"

    def look_at(self, device: Device) -> set[str]:
        """See what waits now; what is gone since must be in the log behind the cursor."""
        waiting, stands = device.look()
        now = {id_: scope for id_, scope, _ in waiting}
        for id_, _, body in waiting:
            if id_ not in self.made:
                self.made[id_] = body.encode()
                self.name(decode(Change, self.made[id_]).row)
        for id_, scope in device.outbox.items():
            if id_ not in now:
                self._check_left(device, id_, scope, stands.get(scope))
        device.outbox = now
        return set(now)

    def _check_left(self, device: Device, id_: str, scope: str, hash_: str | None) -> None:
        """It must be behind the cursor; where the scope was left, once signed for."""
        folded = None if hash_ is None else self.chronicle.fold(scope, hash_)
        was_taken = (scope, id_) in self.chronicle.ids
        there = was_taken if hash_ is None else folded is not None and id_ in folded.places
        require(Law.outbox, there, "a change left before it was read", scope, device.name)
        device.acked[id_] = scope

    def check(self, device: Device) -> None:
        """Check every law that holds on a device at all times."""
        if device.is_damaged or not self.is_watched:
            return
        check_device(bare(device.fuse.driver), device.name, self.chronicle)

    def after_accept(self, device: Device, answer: Answer, step: Step) -> None:
        """Check what an answer did."""
        self.look_at(device)
        if step.received or step.retired or step.touched:
            self.check(device)
        truth = self.truths.get(mark(pack(answer)))
        if truth is not None:
            self._check_honest(device, answer, step, truth)

    def _check_honest(
        self, device: Device, answer: Answer, step: Step, truth: dict[str, tuple[int, str]]
    ) -> None:
        waiting = set(device.outbox.values())
        answered = {one.scope for one in answer.scopes}
        for stand in device.stands():
            is_true = truth.get(stand.scope) == (stand.cursor, stand.hash) or stand.cursor == 0
            is_true = is_true and stand.scope not in waiting and stand.scope in answered
            said = step.is_level
            require(Law.honest, is_true or not said, "said to be level", stand.scope, device.name)

    def after_install(self, device: Device) -> None:
        """Check what a snapshot did."""
        self.look_at(device)
        self.check(device)

    def sync(self, device: Device) -> Progress | None:
        """Run one round as the program does; None when it broke."""
        line = self.lines.setdefault(device.name, Line(self, device))
        line.exchanges = 0
        progress: Progress | None = None
        try:
            replica = ShakyReplica(self, device, device.desk.replica())
            progress = run_round(replica, line, device.clock)
            said = f"level {progress.is_level}"
        except (Unreachable, TurnedAway, Killed, Trouble) as error:
            said = f"broken: {type(error).__name__} {error}"
        except RoundStuck:
            said = "stuck"
            require(
                Law.drain, not self.faults.is_calm, "a round brings no progress", "", device.name
            )
        self.tell(f"{device.name} round: {said}")
        return progress

    # --- the end ---------------------------------------------------------------------------

    def settle(self) -> None:
        """Without faults everybody syncs until nobody hears news; then all must be equal."""
        self.faults.is_calm = True
        done: dict[str, Progress | None] = {}
        for _ in range(12):
            for one in self.alive():
                if not self._has_heard_all(one, done.get(one.name)):
                    done[one.name] = self.sync(one)
            # A restored server may have forgotten who left, until somebody gives that back.
            alive = [one for one in self.alive() if not self.is_outsider(one.person)]
            told = [done[one.name] for one in alive]
            if all(one is not None and one.is_level for one in told) and self.is_quiet(alive):
                check_quiet(self, alive)
                return
        waits = {one.name: len(one.outbox) for one in self.alive()}
        require(Law.drain, False, f"never level: {waits}")

    def _has_heard_all(self, device: Device, said: Progress | None) -> bool:
        """Tell whether it was told to be level, and nothing was written there or here since."""
        is_level = said is not None and said.is_level
        return is_level and not self.is_outsider(device.person) and self.is_quiet([device])

    def is_quiet(self, alive: list[Device]) -> bool:
        """Tell whether everybody stands at the heads: one more round would bring nothing."""
        heads = {scope: head.hash for scope, head in self.chronicle.heads.items()}
        return all(
            not device.outbox and heads[scope] == hash_
            for device in alive
            for scope, hash_ in device.look()[1].items()
        )

    def close(self) -> None:
        """End every program."""
        for device in self.devices:
            device.close()
        self.town.close()


_AFTER = Fault.save_killed_after


def _told(fact: Fact) -> str:
    reason = f" {fact.verdict.reason}" if fact.verdict.reason else ""
    return f"{fact.scope} {fact.seq} {fact.id[-8:]} {fact.hash[:8]} {fact.verdict.word}{reason}"
