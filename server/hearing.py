"""One batch of changes before the judge: slots, permission, groups, merge, quarantine, facts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from msgspec import Raw
from msgspec.structs import replace

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.roles import Tie
from server import purging
from server.access import Caller, refused, refused_correction
from server.log import OpenLog, is_plain
from server.logs import Logs, first_there
from server.moves import Mover, Outcome
from server.reading import Read, Times, rows_named
from server.streams import Placed, Stream, place, read_stream, rewound, write_stream
from server.traces import where
from sync.codec import BadMessage, derived_id, read_change
from sync.fitness import Unfit
from sync.merge import Judgement, judge, quarantine
from sync.protocol import (
    MAX_BODY,
    MAX_GROUP,
    Change,
    ChangeId,
    ChangeKind,
    Estimate,
    Fact,
    Judged,
    RowEffect,
    RowId,
    ScopeId,
    ScopeOffer,
    Sent,
    Slot,
    Status,
    Verdict,
    Word,
)

_log = logging.getLogger(__name__)


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
    other_logs: Mapping[str, OpenLog] = field(default_factory=dict)

    @property
    def logs(self) -> Logs:
        """All logs whose heads are locked."""
        return Logs({**self.other_logs, self.log.head.scope: self.log})

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
        self.logs.flush()
        return placed.status, verdicts

    def take_over(self, offer: ScopeOffer) -> tuple[Judged, ...]:
        """Set aside all that somebody from outside still had, whatever its slots and dates."""
        known = self.log.known(sent.id for sent in offer.changes)
        fresh = {sent.id: sent for sent in offer.changes if sent.id not in known}
        new = [self.read(sent.id, sent.body) for sent in fresh.values()]
        judged = self._judge_all(offer.changes, known, new)
        self.logs.flush()
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
                ids |= rows_named(read.change) | purging.mark_ids(read.change)
        self.log.prefetch(ids)
        made = [read.change for read in new if read.change is not None]
        born = {one.row for one in made if one.kind is ChangeKind.create}
        self.log.look_elsewhere(born.union(*map(purging.mark_ids, made)))

    def read(self, id_: ChangeId, body: Raw, slot: Slot | None = None) -> Read:
        """Decode one change; what cannot be decoded is told by `problem`."""
        weak = Estimate(at_ms=self.times.received_ms)
        try:
            change = read_change(id_, bytes(body))
        except BadMessage as error:
            unread = Read(id_, body, slot, None, weak, error.code)
            return purging.without_words(self.log, unread)
        estimate = self.times.estimate(change.time)
        problem = "" if is_plain(change.row) else "bad_row"
        return Read(id_, body, slot, change, estimate, problem)

    def judge_batch(self, batch: Sequence[Read]) -> list[Judged]:
        """Judge one change, or one group: all in, or all aside."""
        if is_incomplete(batch):
            return [self.set_aside(read, "group_incomplete") for read in batch]
        marks = self.logs.mark()
        outcomes = [self.lay_outcome(read) for read in batch]
        if not any(one.is_aside for one in outcomes):
            return [self.record(read, one) for read, one in zip(batch, outcomes, strict=True)]
        self.logs.rewind(marks)
        reasons = (one.home.verdict.reason or "" for one in outcomes)
        return [
            self.set_aside(read, reason if one.is_aside else "group_poisoned")
            for read, reason, one in zip(batch, reasons, outcomes, strict=True)
        ]

    def lay_outcome(self, read: Read) -> Outcome:
        """Judge one change and lay its effects, here and wherever else it reaches."""
        outcome = self.outcome(read)
        if not outcome.is_aside:
            self.lay(read, outcome)
        return outcome

    def lay(self, read: Read, outcome: Outcome) -> None:
        """Lay the effects of an outcome over the rows of all logs that it reaches."""
        self.log.lay(outcome.home.effect, read.stamp)
        for scope, leg in outcome.legs.items():
            self._leg(scope).lay(leg.effect, read.stamp)

    def outcome(self, read: Read, brought: Sequence[RowEffect] = ()) -> Outcome:
        """Judge one change; nothing is laid. `brought`: see `Mover`."""
        read = purging.without_words(self.log, read)
        change, id_ = read.change, read.id
        if read.body_digest:
            return Outcome(self._turned_down(read))
        if change is None or read.problem:
            return Outcome(_aside(read.problem))
        reason = None if read.is_proven else self._refused(change)
        if reason is not None:
            return Outcome(_aside(reason))
        try:
            outcome = self._judge(read, change, brought)
        except Unfit as why:
            return Outcome(_aside(why.reason))
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            # Poison must not stop the others: it is set aside whole, and the trace stays here.
            _log.error("cannot_judge change=%s %s", id_, where(error))
            return Outcome(_aside("cannot_judge"))
        if change.corrects is None or outcome.is_aside:
            return outcome
        effect = (*outcome.home.effect, *self._corrected(change.corrects))
        return Outcome(Judgement(outcome.home.verdict, effect), outcome.legs)

    def _judge(self, read: Read, change: Change, brought: Sequence[RowEffect]) -> Outcome:
        is_trusted = self.tie in (Tie.secretary, Tie.server)
        mover = Mover(self.logs, self.log, read.id, change, read.estimate, is_trusted)
        mover.is_proven, mover.brought = read.is_proven, brought
        if change.kind is ChangeKind.move:
            return mover.move()
        if change.kind is ChangeKind.purge:
            return Outcome(purging.judge_purge(self.log, change, self.times.received_ms))
        there = mover.destination()
        if there is None:
            return Outcome(judge(SCHEMA, self.log.row, read.id, change, read.estimate))
        rows = first_there(there, self.log)
        judged = judge(SCHEMA, rows, read.id, change, read.estimate)
        if judged.verdict.word is Word.quarantined:
            return Outcome(judged)
        return mover.forward(there, judged)

    def _turned_down(self, read: Read) -> Judgement:
        author = read.author or self.caller.person
        return purging.turned_down(self.log, read, author, self.times.received_ms)

    def _refused(self, change: Change) -> str | None:
        if self.outside:
            is_own = change.actor == self.caller.person and self.caller.owns(change.device)
            return self.outside if is_own else "not_author"
        reason = refused(self.log, self.caller, self.tie, change, self.members)
        if reason is not None or change.corrects is None:
            return reason
        row = derived_id("quarantine", change.corrects)
        return refused_correction(self.log, self.caller, self.tie, row, self.members)

    def _corrected(self, corrects: ChangeId) -> Iterator[RowEffect]:
        """Note the correction, even before what it corrects: then that is born corrected."""
        row = derived_id("quarantine", corrects)
        present = self.log.row("quarantine", row)
        is_gone = purging.is_marked(self.log, ("quarantine", row))
        if is_gone or (present is None and self.log.known([corrects])):
            return
        if present is None or present.fields.get("state") != "corrected":
            yield RowEffect(entity="quarantine", row=row, fields={"state": "corrected"})

    def set_aside(self, read: Read, reason: str) -> Judged:
        """Put a change into quarantine, whole; not what is about an erased row."""
        read = purging.without_words(self.log, read)
        aside = ("quarantine", derived_id("quarantine", read.id))
        is_down = read.body_digest and (read.is_proven or purging.is_marked(self.log, aside))
        outcome = self._turned_down(read) if is_down else self._quarantined(read, reason)
        self.log.lay(outcome.effect, read.stamp)
        return self._record(read, outcome)

    def record(
        self, read: Read, outcome: Outcome, proven: Mapping[str, Fact] = MappingProxyType({})
    ) -> Judged:
        """Append what was laid: the fact here, and a leg to every other log that it reaches.

        A `proven` fact that continues its log goes back there verbatim.
        """
        for scope, leg in outcome.legs.items():
            fact = replace(self._fact(read, leg), scope=ScopeId(scope), slot=None)
            self._put(self._leg(scope), fact, proven)
        known = proven.get(self.log.head.scope)
        if known is not None:
            return self._put(self.log, known, proven)
        return self._record(read, outcome.home)

    def _put(self, log: OpenLog, fact: Fact, proven: Mapping[str, Fact]) -> Judged:
        known = proven.get(log.head.scope)
        if known is None:
            return log.append(fact)
        log.append_laid(known)
        return Judged(id=known.id, seq=known.seq, verdict=known.verdict)

    def _leg(self, scope: str) -> OpenLog:
        log = self.logs.at(scope)
        if log is None:
            raise LookupError(scope)
        return log

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
        return self.log.append(self._fact(read, outcome))

    def _fact(self, read: Read, outcome: Judgement) -> Fact:
        read = purging.without_words(self.log, read)
        return Fact(
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
            digests=purging.digests_of(read, outcome.effect),
        )


def _aside(reason: str) -> Judgement:
    return Judgement(Verdict(word=Word.quarantined, reason=reason))


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
