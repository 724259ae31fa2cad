"""All facts that a server ever wrote, on every branch that restores made of its history.

A chain hash names one history, so a fold of it needs no branch to be named.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select

from server.service import Service
from server.tables import FACT, HEAD
from sync.codec import chain_start, decode
from sync.protocol import Fact, Value
from tests.simulator.violation import Law, require

_HEADS = select(HEAD).order_by(HEAD.c.scope)
_HERE = FACT.c.scope == bindparam("scope")
_AFTER = (
    select(FACT.c.hash, FACT.c.wire)
    .where(_HERE, FACT.c.seq > bindparam("seq"))
    .order_by(FACT.c.seq)
)
_AT = select(FACT.c.hash).where(_HERE, FACT.c.seq == bindparam("seq"))

Rows = dict[tuple[str, str], dict[str, Value]]


@dataclass(frozen=True, slots=True)
class HeadNow:
    """Where the server stands in one scope."""

    seq: int
    hash: str
    sums: str
    horizon: int


@dataclass(slots=True)
class Folded:
    """The rows of one history, and where each change stands in it."""

    seq: int
    rows: Rows
    places: dict[str, int]


@dataclass
class Chronicle:
    """Every fact by scope and hash, and the log of each scope as it is now."""

    logs: dict[str, list[Fact]] = field(default_factory=dict)
    heads: dict[str, HeadNow] = field(default_factory=dict)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    ids: set[tuple[str, str]] = field(default_factory=set)
    """Every change that was ever taken, by scope, on whatever branch."""
    starts: dict[str, str] = field(default_factory=dict)
    erased: set[tuple[str, str]] = field(default_factory=set)
    """Rows that were erased by law: the facts about them lose their words at every place."""
    _folded: dict[tuple[str, str], Folded] = field(default_factory=dict)

    def read(self, service: Service) -> list[Fact]:
        """Read what the server's logs hold that was not here before, or is on another branch."""
        news: list[Fact] = []
        with service.store.read() as connection:
            for found in connection.execute(_HEADS):
                head = HeadNow(found.seq, found.hash, found.sums, found.horizon)
                before = self.heads.get(found.scope)
                if before is None:
                    self.starts[found.scope] = chain_start(service.keys.chain, found.scope)
                if before is not None and before.hash == head.hash:
                    self.heads[found.scope] = head
                    continue
                log = self._common(found.scope, head, connection)
                after = {"scope": found.scope, "seq": len(log)}
                fresh = [
                    self.facts.get((found.scope, hash_)) or decode(Fact, wire.encode())
                    for hash_, wire in connection.execute(_AFTER, after)
                ]
                self.logs[found.scope] = [*log, *fresh]
                self.heads[found.scope] = head
                self._check(found.scope, len(log))
                for fact in fresh:
                    self.facts.setdefault((fact.scope, fact.hash), fact)
                    self.ids.add((fact.scope, fact.id))
                    self.erased |= erased_by(fact)
                news += fresh
        return news

    def _common(self, scope: str, head: HeadNow, connection: Connection) -> list[Fact]:
        """Give as much of the known log as the server still has; nothing on another branch."""
        log = self.logs.get(scope, [])[: head.seq]
        at = {"scope": scope, "seq": len(log)}
        return log if log and connection.scalar(_AT, at) == log[-1].hash else []

    def _check(self, scope: str, known: int) -> None:
        log, head = self.logs[scope], self.heads[scope]
        require(Law.contig, len(log) == head.seq, "the head counts more than the log has", scope)
        require(Law.chain, not log or log[-1].hash == head.hash, "head and last fact", scope)
        ids = [fact.id for fact in log]
        require(Law.once, len(ids) == len(set(ids)), "a change stands twice in the log", scope)
        slots = [(fact.slot.incarnation, fact.slot.n) for fact in log if fact.slot]
        told = "two changes stand in one place of a stream"
        require(Law.chain, len(slots) == len(set(slots)), told, scope)
        was = log[known - 1].hash if known else self.starts[scope]
        for seq, fact in enumerate(log[known:], start=known + 1):
            require(Law.contig, fact.seq == seq, f"{fact.seq} stands at {seq}", scope)
            require(Law.chain, fact.was == was, f"{fact.seq} follows another", scope)
            was = fact.hash

    def fold(self, scope: str, hash_: str) -> Folded | None:
        """Fold the history that ends at this hash; None when the server never wrote it."""
        if hash_ in ("", self.starts.get(scope)):
            return Folded(0, {}, {})
        chain: list[Fact] = []
        at = hash_
        while (scope, at) not in self._folded and at != self.starts[scope]:
            fact = self.facts.get((scope, at))
            if fact is None:
                return None
            chain.append(fact)
            at = fact.was
        start = self._folded.get((scope, at), Folded(0, {}, {}))
        if not chain:
            return start
        rows, places = dict(start.rows), dict(start.places)
        for fact in reversed(chain):
            places[fact.id] = fact.seq
            lay(rows, fact)
        done = Folded(chain[0].seq, rows, places)
        self._folded[scope, hash_] = done
        return done


def erased_by(fact: Fact) -> set[tuple[str, str]]:
    """List the rows that a fact erased by law: those that went, and those marked beside."""
    if not any(effect.entity == "purged" for effect in fact.effect):
        return set()
    marks = [effect.fields for effect in fact.effect if effect.entity == "purged"]
    gone = {(effect.entity, str(effect.row)) for effect in fact.effect if effect.is_gone}
    return gone | {(str(one.get("on_entity")), str(one.get("on_row"))) for one in marks}


def lay(rows: Rows, fact: Fact) -> None:
    """Lay a fact's effect over rows, knowing nothing of the shipping code."""
    for effect in fact.effect:
        if effect.is_gone:
            rows.pop((effect.entity, effect.row), None)
            continue
        if not effect.fields and not effect.stamps:
            continue  # its words had to go by law
        row = dict(rows.get((effect.entity, effect.row), {}))
        for name, value in effect.fields.items():
            if value is None:
                row.pop(name, None)
            else:
                row[name] = value
        rows[effect.entity, effect.row] = row
