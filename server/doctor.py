"""Recomputes what must always hold: chains, verdicts, rows as the fold of their logs, checksums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace
from sqlalchemy import Connection, select

from server.compaction import read_base
from server.keys import Keys
from server.log import Head, read_head, stamp_of_body
from server.row_writes import read_row
from server.store import Store
from server.tables import FACT, HEAD, ROW, STAFFING, STREAM
from sync.codec import (
    SUM_MODULUS,
    BadMessage,
    canonical,
    chain_next,
    chain_start,
    decode,
    read_change,
    row_sum,
)
from sync.merge import Row, lay
from sync.protocol import Fact, Word

MOST_TOLD = 20
"""Findings told of one scope; a log that is broken at the start is broken everywhere after."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be: where, and what."""

    scope: str
    code: str
    at: str


@dataclass(slots=True)
class Checkup:
    """What was looked at, and what was found."""

    scopes: int = 0
    facts: int = 0
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Fold:
    """The log of one scope, folded anew."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    last_n: dict[str, int] = field(default_factory=dict)
    seq: int = 0
    hash: str = ""


def examine(store: Store, keys: Keys) -> Checkup:
    """Check every scope, each at one moment."""
    checkup = Checkup()
    with store.read() as connection:
        scopes = sorted(connection.scalars(select(HEAD.c.scope)))
    for scope in scopes:
        with store.read() as connection:
            head = read_head(connection, scope)
            if head is not None:
                found = list(_examine_scope(connection, keys, head, checkup))
                checkup.findings += found[:MOST_TOLD]
    return checkup


def _examine_scope(
    connection: Connection, keys: Keys, head: Head, checkup: Checkup
) -> Iterator[Finding]:
    fold = _Fold(read_base(connection, head), hash=chain_start(keys.chain, head.scope))
    yield from _fold_log(connection, keys, head, fold)
    if (fold.seq, fold.hash) != (head.seq, head.hash):
        yield Finding(head.scope, "head", str(head.seq))
    yield from _compare_rows(connection, head, fold)
    yield from _compare_sums(head, fold)
    yield from _compare_streams(connection, head, fold)
    yield from _compare_staffing(connection, head, fold)
    checkup.scopes += 1
    checkup.facts += fold.seq
    checkup.rows += len(fold.rows)


def _fold_log(connection: Connection, keys: Keys, head: Head, fold: _Fold) -> Iterator[Finding]:
    query = (
        select(FACT.c.seq, FACT.c.change_id, FACT.c.verdict, FACT.c.hash, FACT.c.wire)
        .where(FACT.c.community_id == head.community, FACT.c.scope == head.scope)
        .order_by(FACT.c.seq)
    )
    for seq, id_, verdict, hash_, wire in connection.execute(query):
        if seq != fold.seq + 1:
            yield Finding(head.scope, "gap_in_log", str(seq))
        if seq <= head.horizon:
            fold.seq, fold.hash = seq, hash_
            if wire:
                yield Finding(head.scope, "not_scrubbed", str(seq))
            continue
        fact = decode(Fact, wire.encode())
        columns = (fact.seq, fact.id, canonical(fact.verdict).decode(), fact.hash)
        if columns != (seq, id_, verdict, hash_) or fact.scope != head.scope:
            yield Finding(head.scope, "fact_columns", str(seq))
        proof = chain_next(keys.chain, fold.hash, replace(fact, hash=""))
        if fact.was != fold.hash or proof != fact.hash:
            yield Finding(head.scope, "chain", str(seq))
        if not _is_named_by_content(fact):
            yield Finding(head.scope, "change_id", str(seq))
        _fold_fact(fold, fact)


def _is_named_by_content(fact: Fact) -> bool:
    if fact.verdict.word is Word.quarantined or fact.digests is not None:
        return True
    try:
        read_change(fact.id, bytes(fact.body))
    except BadMessage:
        return False
    return True


def _fold_fact(fold: _Fold, fact: Fact) -> None:
    fold.seq, fold.hash = fact.seq, fact.hash
    stamp = stamp_of_body(bytes(fact.body), fact.estimate)
    for effect in fact.effect:
        key = (effect.entity, effect.row)
        after = lay(fold.rows.pop(key, None), effect, stamp)
        if after is not None:
            fold.rows[key] = after
    if fact.slot is not None:
        before = fold.last_n.get(fact.slot.incarnation, 0)
        fold.last_n[fact.slot.incarnation] = max(before, fact.slot.n)


def _compare_rows(connection: Connection, head: Head, fold: _Fold) -> Iterator[Finding]:
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields, ROW.c.stamps).where(
        ROW.c.community_id == head.community, ROW.c.scope == head.scope
    )
    left = dict(fold.rows)
    for kind, id_, fields, stamps in connection.execute(query):
        if left.pop((kind, id_), None) != read_row(fields, stamps):
            yield Finding(head.scope, "row_differs", f"{kind} {id_}")
    for kind, id_ in left:
        yield Finding(head.scope, "row_missing", f"{kind} {id_}")


def _compare_sums(head: Head, fold: _Fold) -> Iterator[Finding]:
    sums: dict[str, int] = {}
    for (kind, id_), row in fold.rows.items():
        sums[kind] = (sums.get(kind, 0) + row_sum(kind, id_, row.fields)) % SUM_MODULUS
    for kind in sorted(sums.keys() | head.sums.keys()):
        if sums.get(kind, 0) != head.sums.get(kind, 0):
            yield Finding(head.scope, "checksum", kind)


def _compare_streams(connection: Connection, head: Head, fold: _Fold) -> Iterator[Finding]:
    """A stream may be ahead of its facts (repeated changes advance it), never behind them."""
    query = select(STREAM.c.incarnation, STREAM.c.n).where(
        STREAM.c.community_id == head.community, STREAM.c.scope == head.scope
    )
    stands = {one.incarnation: one.n for one in connection.execute(query)}
    for incarnation, n in sorted(fold.last_n.items()):
        if stands.get(incarnation, 0) < n:
            yield Finding(head.scope, "stream_behind", incarnation)


def _compare_staffing(connection: Connection, head: Head, fold: _Fold) -> Iterator[Finding]:
    if head.scope != f"community:{head.community}":
        return
    people = {id_ for kind, id_ in fold.rows if kind == "staff"}
    query = select(STAFFING.c.person).where(STAFFING.c.community_id == head.community)
    if people != set(connection.scalars(query)):
        yield Finding(head.scope, "staffing", head.community)
