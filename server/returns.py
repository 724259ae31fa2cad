"""The road back: devices give a restored server what it has lost, and it heals.

What this server's chain proves is appended verbatim where it continues the log, and is judged
anew, as already authorised, where history went on differently. An own change without a proof is
judged like any other that its author offers. Anything else was never ours (docs/sync.md).
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from msgspec import Raw

from server.erasing import write_erasure
from server.hearing import Hearing, is_incomplete
from server.log import OpenLog, is_plain
from server.purging import REASON, decoded, is_marked, without_words
from server.reading import Read
from server.streams import catch_up
from server.sweep_due import owe_sweep, pictures_of
from sync.codec import BadMessage, chain_next, content_digests, decode
from sync.merge import Judgement
from sync.protocol import ChangeId, ChangeKind, Fact, Returned, Word
from sync.scrub import Key, emptied_in, is_vouched_for, marks_in


@dataclass(frozen=True, slots=True)
class _Back:
    """One change given back; `fact` where its proof is good."""

    read: Read
    fact: Fact | None

    @property
    def piece(self) -> str:
        """What shares its fate: its group, or itself."""
        change = self.read.change
        is_alone = change is None or change.group is None or self.is_leg
        return self.read.id if is_alone or change is None or not change.group else change.group.id

    @property
    def is_leg(self) -> bool:
        """Whether its home is another log than the one it is given back to."""
        change = self.read.change
        return bool(self.fact and change and change.scope != self.fact.scope)

    @property
    def reaches_further(self) -> bool:
        """Whether other logs must have it as well."""
        change = self.read.change
        is_move = change is not None and change.kind is ChangeKind.move
        is_done = self.fact is not None and self.fact.verdict.word is not Word.quarantined
        is_forwarded = self.fact is not None and self.fact.verdict.word is Word.forwarded
        return is_done and (is_move or is_forwarded)


def take_back(hearing: Hearing, returns: Sequence[Returned]) -> None:
    """Take what a member's device gives back, and write it; the transaction's owner commits."""
    facts = [_fact(one) for one in returns]
    erased = {key for fact in facts if fact and _is_ours(hearing, fact) for key in _erased(fact)}
    read = (_read(hearing, one, fact, erased) for one, fact in zip(returns, facts, strict=True))
    backs = _once(back for back in read if back is not None)
    known = set(hearing.log.known(back.read.id for back in backs))
    if any(_erased(back.fact) for back in backs if back.fact and back.read.id not in known):
        connection, scope = hearing.log.connection, str(hearing.log.head.scope)
        owe_sweep(connection, pictures_of(connection, scope, erased))
    hearing.prefetch([back.read for back in backs if back.read.id not in known])
    for _, piece in groupby(backs, key=lambda back: back.piece):
        missing = [back for back in piece if back.read.id not in known]
        known |= {back.read.id for back in missing}
        if missing:
            _take(hearing, missing)
    hearing.logs.flush()


def _once(backs: Iterable[_Back]) -> list[_Back]:
    """Leave out what is there again: a change may lie in a tail and among own changes as well."""
    first: dict[ChangeId, _Back] = {}
    for back in backs:
        first.setdefault(back.read.id, back)
    return list(first.values())


def _take(hearing: Hearing, piece: list[_Back]) -> None:
    facts = [back.fact for back in piece if back.fact is not None]
    if piece[0].is_leg and piece[0].fact is not None:
        _take_leg(hearing, piece[0], piece[0].fact)
        return
    if _is_cut(piece):
        return  # whoever has all of the group gives it back
    if len(facts) == len(piece) and _continues(hearing, facts):
        if any(back.reaches_further for back in piece):
            _take_far(hearing, piece, facts)
            return
        for back, fact in zip(piece, facts, strict=True):
            device = _device_of(back) or hearing.caller.device
            hearing.log.append_verbatim(fact, device)
            catch_up(hearing.log.connection, hearing.log.head, fact, device)
        return
    if any(_was_set_aside(back) for back in piece):
        for back in piece:
            hearing.set_aside(back.read, _reason(back))
    else:
        hearing.judge_batch([back.read for back in piece])


def _take_far(hearing: Hearing, piece: Sequence[_Back], facts: Sequence[Fact]) -> None:
    """Judge again what other logs must have too; what comes out the same goes back verbatim."""
    reads = [back.read for back in piece]
    marks = hearing.logs.mark()
    outcomes = [hearing.lay_outcome(read) for read in reads]
    if any(one.is_aside for one in outcomes):
        hearing.logs.rewind(marks)
        hearing.judge_batch(reads)
        return
    is_same = all(_is_as_proven(one.home, fact) for one, fact in zip(outcomes, facts, strict=True))
    for back, fact, outcome in zip(piece, facts, outcomes, strict=True):
        hearing.record(back.read, outcome, {hearing.log.head.scope: fact} if is_same else {})
        if is_same:
            device = _device_of(back) or hearing.caller.device
            catch_up(hearing.log.connection, hearing.log.head, fact, device)


def _take_leg(hearing: Hearing, back: _Back, fact: Fact) -> None:
    """Judge at home what reached this log from there, unless home has heard it.

    A masked leg does not know the row it goes with; where home has lost that, it waits until
    somebody brings the other leg.
    """
    change = back.read.change
    home = hearing.logs.at(change.scope) if change else None
    if change is None or home is None:
        return
    _erase_here_too(hearing.log, home, fact, hearing.times.received_ms)
    if home.known([fact.id]):
        return
    there = replace(hearing, log=home, other_logs=hearing.logs.locked)
    outcome = there.outcome(back.read, fact.effect)
    if outcome.is_aside and fact.scope.startswith("care:"):
        return
    if outcome.is_aside:
        there.set_aside(back.read, outcome.home.verdict.reason or "")
        return
    there.lay(back.read, outcome)
    leg = outcome.legs.get(fact.scope)
    is_same = leg is not None and _is_as_proven(leg, fact) and _continues(hearing, [fact])
    there.record(back.read, outcome, {fact.scope: fact} if is_same else {})


def _erase_here_too(log: OpenLog, home: OpenLog, fact: Fact, now_ms: int) -> None:
    """Erase here what home erased while this log had lost that it ever came here."""
    change = decoded(bytes(fact.body))
    keys = {(one.entity, str(one.row)) for one in fact.effect}
    keys |= {(change.entity, str(change.row))} if change is not None else set()
    due = [key for key in sorted(keys) if is_marked(home, key) and not is_marked(log, key)]
    if due:
        owe_sweep(log.connection, pictures_of(log.connection, str(log.head.scope), due))
    for key in due:
        write_erasure(log, key, now_ms)


def _is_as_proven(outcome: Judgement, fact: Fact) -> bool:
    return (outcome.verdict, outcome.effect) == (fact.verdict, fact.effect)


def _device_of(back: _Back) -> str:
    """Give the device that made a change, where it names one: what was set aside may not."""
    device = back.read.change.device if back.read.change else ""
    return device if is_plain(device) else ""


def _is_cut(piece: list[_Back]) -> bool:
    """Tell whether these are some of a group that this server once took whole."""
    is_ours = all(back.fact is not None and not _was_set_aside(back) for back in piece)
    return is_ours and is_incomplete([back.read for back in piece])


def _was_set_aside(back: _Back) -> bool:
    return back.fact is not None and back.fact.verdict.word is Word.quarantined


def _reason(back: _Back) -> str:
    """Say why it stays aside: a proven verdict stands, and a group shares its fate."""
    reason = back.fact.verdict.reason if back.fact and _was_set_aside(back) else None
    return reason or "group_poisoned"


def _continues(hearing: Hearing, facts: Sequence[Fact]) -> bool:
    """Tell whether proven facts stand exactly at the end of the log as it is now."""
    seq, hash_ = hearing.log.head.seq, hearing.log.head.hash
    for fact in facts:
        if (fact.seq, fact.was) != (seq + 1, hash_):
            return False
        seq, hash_ = fact.seq, fact.hash
    return True


def _erased(fact: Fact) -> set[Key]:
    """List the rows that a fact erased by law, wherever its words are ours."""
    return marks_in(fact.effect) if fact.digests is None else set()


def _read(
    hearing: Hearing, one: Returned, fact: Fact | None, erased: Collection[Key]
) -> _Back | None:
    """Read what was given back; None when it was never ours nor is the caller's own.

    A fact without its words is ours where the row that it was about is erased, or is about to be.
    """
    if fact is not None and _is_ours(hearing, fact):
        if fact.digests is not None:
            return _read_bare(hearing, fact, erased)
        return _Back(_as_proven(hearing.read(fact.id, fact.body), fact), fact)
    body = fact.body if fact else Raw(one.body.encode())
    read = without_words(hearing.log, hearing.read(fact.id if fact else one.id, body))
    is_own = read.change is not None and read.change.actor == hearing.caller.person
    return _Back(read, None) if is_own else None


def _read_bare(hearing: Hearing, fact: Fact, erased: Collection[Key]) -> _Back | None:
    """Read a proven fact that has lost words; None when it holds what its proof does not cover.

    What was turned down was written without words, of a row that need not be erased itself; nor
    need that of a change of one's own, whose words went with a record that it hung on.
    """
    assert fact.digests is not None
    emptied = emptied_in(fact)
    read = hearing.read(fact.id, fact.body)
    if content_digests(fact.body, ())[0] != fact.digests[0]:
        change = decoded(bytes(fact.body))
        is_own = change is not None and change.actor == hearing.caller.person
        if change is not None and fact.verdict.reason != REASON and not is_own:
            emptied |= {(change.entity, str(change.row))}
        read = replace(read, change=change, problem="", body_digest=fact.digests[0])
    is_due = all(key in erased or is_marked(hearing.log, key) for key in emptied)
    if not is_vouched_for(fact) or not is_due:
        return None
    is_told = any(one.fields for one in fact.effect)
    return _Back(replace(_as_proven(read, fact), is_told=is_told), fact)


def _fact(one: Returned) -> Fact | None:
    try:
        return decode(Fact, one.fact.encode())
    except BadMessage:
        return None


def _is_ours(hearing: Hearing, fact: Fact) -> bool:
    """Tell whether this server's key made the hash that the fact bears."""
    if fact.scope != hearing.log.head.scope:
        return False
    try:
        proof = chain_next(hearing.log.keys.chain, fact.was, fact)
    except ValueError:
        return False
    return hmac.compare_digest(proof.encode(), fact.hash.encode())


def _as_proven(read: Read, fact: Fact) -> Read:
    """Keep the estimate of the first hearing; a new hearing gives no new slot."""
    author = fact.effect[0].fields.get("author") if fact.effect else None
    return replace(
        read,
        estimate=fact.estimate,
        is_proven=True,
        is_told=False,
        author=author if isinstance(author, str) else "",
    )
