"""One batch of changes before the judge: slots, permission, groups, merge, quarantine, facts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import Raw

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.roles import Tie
from server.access import Caller, refused, refused_correction
from server.log import OpenLog, is_plain, stamp_of_body
from server.streams import Placed, Stream, place, read_stream, rewound, write_stream
from server.traces import where
from sync.codec import BadMessage, derived_id, read_change
from sync.merge import Judgement, Stamp, judge, quarantine
from sync.protocol import (
    MAX_BODY,
    MAX_GROUP,
    Change,
    ChangeId,
    ChangeKind,
    DeviceTime,
    Estimate,
    Fact,
    Judged,
    Offer,
    RowEffect,
    RowId,
    ScopeOffer,
    Sent,
    Slot,
    Status,
    Verdict,
    Word,
)

_log = logging.getLogger(__name__)

LAST_MS = 253_402_300_799_000
"""End of the year 9999: a weaker estimate than that is a broken clock, not a time."""


@dataclass(frozen=True, slots=True)
class Read:
    """One new change as read: the change, or why its body is none.

    `is_proven`: this server's chain once took it, so who may do this was decided then.
    `author` is told where the body cannot be read.
    """

    id: ChangeId
    body: Raw
    slot: Slot | None
    change: Change | None
    estimate: Estimate
    problem: str = ""
    is_proven: bool = False
    author: str = ""

    @property
    def stamp(self) -> Stamp:
        """What it leaves on the fields it sets."""
        return stamp_of_body(bytes(self.body), self.estimate)


@dataclass(frozen=True, slots=True)
class Times:
    """What an exchange says about its device's clocks."""

    now: DeviceTime
    offset_ms: int
    received_ms: int

    def estimate(self, then: DeviceTime) -> Estimate:
        """Estimate when a change was made (docs/sync.md, time estimate)."""
        age = self.now.boot_ms - then.boot_ms
        if then.boot_id == self.now.boot_id and 0 <= age <= self.received_ms:
            return Estimate(at_ms=self.received_ms - age, good=True)
        return Estimate(at_ms=min(max(then.wall_ms + self.offset_ms, 0), LAST_MS))


def times_of(offer: Offer, received_ms: int) -> Times:
    """Take the clocks of an offer."""
    return Times(offer.now, offer.offset_ms, received_ms)


@dataclass(slots=True)
class Hearing:
    """Judges what one caller sends into one scope. `members` are the people still there.

    `outside` says why a caller who may no longer hold the scope is not believed unseen: all she
    sends is set aside with that reason, for whoever came after her to look at.
    """

    log: OpenLog
    caller: Caller
    tie: Tie
    times: Times
    members: frozenset[str] = frozenset()
    outside: str = ""

    def hear(self, offer: ScopeOffer) -> tuple[Status, tuple[Judged, ...]]:
        """Judge an offer's changes up to the first whose slot is wrong; write what came of it."""
        log = self.log
        known = log.known(sent.id for sent in offer.changes)
        stream = read_stream(log.connection, log.head, offer.incarnation, self.caller.device)
        placed = place(stream, self.caller.device, offer, known)
        fresh: dict[ChangeId, Sent] = {}
        for sent in placed.accepted:
            if sent.id not in known:
                fresh.setdefault(sent.id, sent)
        new = [self.read(sent.id, sent.body, sent.slot) for sent in fresh.values()]
        placed = self._not_inside_a_group(placed, stream, offer, new)
        verdicts = self._judge_all(placed.accepted, known, new)
        if placed.stream != stream:
            write_stream(log.connection, log.head, placed.stream)
        log.flush()
        return placed.status, verdicts

    def take_over(self, offer: ScopeOffer) -> tuple[Judged, ...]:
        """Set aside all that somebody from outside still had, whatever its slots and dates."""
        known = self.log.known(sent.id for sent in offer.changes)
        fresh = {sent.id: sent for sent in offer.changes if sent.id not in known}
        new = [self.read(sent.id, sent.body) for sent in fresh.values()]
        judged = self._judge_all(offer.changes, known, new)
        self.log.flush()
        return judged

    def _not_inside_a_group(
        self, placed: Placed, start: Stream, offer: ScopeOffer, new: Sequence[Read]
    ) -> Placed:
        """When the walk stopped inside a group, leave the whole group for the next offer."""
        if placed.status is Status.ok or not new:
            return placed
        sent = offer.changes[len(placed.accepted)]
        following = self.read(sent.id, sent.body, sent.slot)
        id_ = _group_of(following)
        first = len(new)
        while id_ is not None and first > 0 and _group_of(new[first - 1]) == id_:
            first -= 1
        left = {read.id for read in new[first:]}
        keep = [sent for sent in placed.accepted if sent.id not in left]
        return rewound(placed, start, keep) if left else placed

    def _judge_all(
        self, accepted: Sequence[Sent], known: Mapping[ChangeId, Judged], new: Sequence[Read]
    ) -> tuple[Judged, ...]:
        self.prefetch(new)
        verdicts = dict(known)
        chosen = {sent.id for sent in accepted}
        for batch in _batches([read for read in new if read.id in chosen], accepted):
            for judged in self.judge_batch(batch):
                verdicts[judged.id] = judged
        return tuple(verdicts[sent.id] for sent in accepted)

    def prefetch(self, new: Sequence[Read]) -> None:
        """Read all rows at once that judging these may look at."""
        ids: set[str] = set()
        for read in new:
            ids.add(derived_id("quarantine", read.id))
            if read.change is not None:
                ids |= _rows_named(read.change)
        self.log.prefetch(ids)
        made = (read.change for read in new if read.change is not None)
        self.log.look_elsewhere({one.row for one in made if one.kind is ChangeKind.create})

    def read(self, id_: ChangeId, body: Raw, slot: Slot | None = None) -> Read:
        """Decode one change; what cannot be decoded is told by `problem`."""
        weak = Estimate(at_ms=self.times.received_ms)
        try:
            change = read_change(id_, bytes(body))
        except BadMessage as error:
            return Read(id_, body, slot, None, weak, error.code)
        estimate = self.times.estimate(change.time)
        problem = "" if is_plain(change.row) else "bad_row"
        return Read(id_, body, slot, change, estimate, problem)

    def judge_batch(self, batch: Sequence[Read]) -> list[Judged]:
        """Judge one change, or one group: all in, or all aside."""
        if is_incomplete(batch):
            return [self.set_aside(read, "group_incomplete") for read in batch]
        mark = self.log.mark()
        outcomes = [self._try(read) for read in batch]
        poison = [one.verdict.word is Word.quarantined for one in outcomes]
        if not any(poison):
            return [self._record(read, one) for read, one in zip(batch, outcomes, strict=True)]
        self.log.rewind(mark)
        reasons = (one.verdict.reason or "" for one in outcomes)
        return [
            self.set_aside(read, reason if is_poison else "group_poisoned")
            for read, reason, is_poison in zip(batch, reasons, poison, strict=True)
        ]

    def _try(self, read: Read) -> Judgement:
        """Judge one change and lay its effect."""
        outcome = self._judge(read)
        if outcome.verdict.word is not Word.quarantined:
            self.log.lay(outcome.effect, read.stamp)
        return outcome

    def _judge(self, read: Read) -> Judgement:
        change, id_ = read.change, read.id
        if change is None or read.problem:
            return _aside(read.problem)
        reason = None if read.is_proven else self._refused(change)
        if reason is not None:
            return _aside(reason)
        try:
            outcome = judge(SCHEMA, self.log.row, id_, change, read.estimate)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            # Poison must not stop the others: it is set aside whole, and the trace stays here.
            _log.error("cannot_judge change=%s %s", id_, where(error))
            return _aside("cannot_judge")
        if change.corrects is None or outcome.verdict.word is Word.quarantined:
            return outcome
        return Judgement(outcome.verdict, (*outcome.effect, *self._corrected(change.corrects)))

    def _refused(self, change: Change) -> str | None:
        if self.outside:
            is_own = change.actor == self.caller.person and self.caller.owns(change.device)
            return self.outside if is_own else "not_author"
        reason = refused(self.log, self.caller, self.tie, change)
        if reason is not None or change.corrects is None:
            return reason
        row = derived_id("quarantine", change.corrects)
        return refused_correction(self.log, self.caller, self.tie, row, self.members)

    def _corrected(self, corrects: ChangeId) -> Iterator[RowEffect]:
        """Note the correction, even before what it corrects: then that is born corrected."""
        row = derived_id("quarantine", corrects)
        present = self.log.row("quarantine", row)
        if present is None and self.log.known([corrects]):
            return
        if present is None or present.fields.get("state") != "corrected":
            yield RowEffect(entity="quarantine", row=row, fields={"state": "corrected"})

    def set_aside(self, read: Read, reason: str) -> Judged:
        """Put a change into quarantine, whole."""
        outcome = self._quarantined(read, reason)
        self.log.lay(outcome.effect, read.stamp)
        return self._record(read, outcome)

    def _quarantined(self, read: Read, reason: str) -> Judgement:
        body = bytes(read.body)
        text = body.decode("utf-8", "replace") if len(body) <= MAX_BODY else ""
        outcome = quarantine(read.id, read.change, reason, text)
        effect = outcome.effect[0]
        fields = dict(effect.fields)
        fields.setdefault("author", read.author or self.caller.person)
        present = self.log.row("quarantine", RowId(effect.row))
        if present is not None and present.fields.get("state") == "corrected":
            fields["state"] = "corrected"
        whole = RowEffect(entity=effect.entity, row=effect.row, fields=fields)
        return Judgement(outcome.verdict, (whole,))

    def _record(self, read: Read, outcome: Judgement) -> Judged:
        fact = Fact(
            scope=self.log.head.scope,
            seq=0,
            id=read.id,
            body=read.body,
            slot=read.slot,
            verdict=outcome.verdict,
            effect=outcome.effect,
            estimate=read.estimate,
            at_ms=self.times.received_ms,
            was="",
            hash="",
        )
        return self.log.append(fact)


def _aside(reason: str) -> Judgement:
    return Judgement(Verdict(word=Word.quarantined, reason=reason))


def _rows_named(change: Change) -> set[str]:
    named: set[str] = {change.row}
    named |= {edit.new for edit in change.fields.values() if isinstance(edit.new, str)}
    if change.corrects is not None:
        named.add(derived_id("quarantine", change.corrects))
    return {name for name in named if len(name) <= 64}


def _group_of(read: Read) -> str | None:
    return read.change.group.id if read.change is not None and read.change.group else None


def _batches(new: Sequence[Read], accepted: Sequence[Sent]) -> Iterator[list[Read]]:
    """Split into single changes and groups; a group is what stands together in the offer."""
    places = {sent.id: place for place, sent in reversed(list(enumerate(accepted)))}
    batch: list[Read] = []
    for read in new:
        if batch and not _continues(batch[-1], read, places):
            yield batch
            batch = []
        batch.append(read)
    if batch:
        yield batch


def _continues(before: Read, read: Read, places: Mapping[ChangeId, int]) -> bool:
    id_ = _group_of(before)
    adjacent = places[read.id] == places[before.id] + 1
    return id_ is not None and id_ == _group_of(read) and adjacent


def is_incomplete(batch: Sequence[Read]) -> bool:
    """Tell whether these are a group, and not all of it in its order."""
    groups = [read.change.group if read.change else None for read in batch]
    first = groups[0]
    if first is None:
        return False
    if first.size != len(batch) or not 1 <= first.size <= MAX_GROUP:
        return True
    return any(
        group is None or group.index != index or group.size != first.size
        for index, group in enumerate(groups)
    )
