"""The tail: facts read in the last 90 days, and own changes that only a snapshot covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sqlalchemy import Connection, insert, select

from fieldapp.store import outbox
from fieldapp.store.database import run_many, run_one
from fieldapp.store.fold import change_of
from fieldapp.store.schema import covered, tail
from sync.codec import BadMessage, canonical, decode
from sync.protocol import (
    MAX_BYTES,
    MAX_FACTS,
    Change,
    ChangeId,
    Fact,
    Group,
    Returned,
)

TAIL_MS = 90 * 86_400_000
_KEEP = (
    "INSERT OR REPLACE INTO tail (scope, seq, hash, change_id, entity, row, actor, act, at_ms,"
    " wire, owed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)
_PRUNE = "DELETE FROM tail WHERE scope = ? AND at_ms < ?"


def keep_tail(connection: Connection, facts: list[Fact]) -> None:
    """Keep facts verbatim with their proofs, and prune what is too old."""
    values = []
    for fact in facts:
        change = change_of(fact)
        values.append(
            (
                fact.scope,
                fact.seq,
                fact.hash,
                fact.id,
                change.entity if change else "",
                change.row if change else "",
                change.actor if change else "",
                change.act if change else None,
                fact.at_ms,
                canonical(fact).decode(),
            )
        )
    run_many(connection, _KEEP, values)
    if facts:
        _prune_tail(connection, facts[-1])


def _prune_tail(connection: Connection, newest: Fact) -> None:
    """Forget facts older than 90 days by the facts' own server time.

    All facts of a group bear one time, so no group is cut.
    """
    run_one(connection, _PRUNE, (newest.scope, newest.at_ms - TAIL_MS))


def keep_covered(connection: Connection, scope: str, seq_by_id: Mapping[str, int]) -> None:
    """Keep own changes that leave the outbox without having been read in a page."""
    values = [
        {
            "change_id": entry.id,
            "scope": scope,
            "seq": seq_by_id[entry.id],
            "act": entry.change().act,
            "body": entry.body,
            "at_ms": entry.change().time.wall_ms,
        }
        for entry in outbox.pending_named(connection, scope, seq_by_id)
    ]
    if values:
        connection.execute(insert(covered).prefix_with("OR REPLACE"), values)


def held(connection: Connection, scope: str) -> Iterator[list[Returned]]:
    """Give everything of a scope that could be given back, in pages of whole groups."""
    facts = select(tail.c.change_id, tail.c.wire).where(tail.c.scope == scope)
    bodies = select(covered.c.change_id, covered.c.body).where(covered.c.scope == scope)
    rest = [
        Returned(id=ChangeId(id_), fact=wire)
        for id_, wire in connection.execute(facts.order_by(tail.c.position))
    ]
    rest += [
        Returned(id=ChangeId(id_), body=body)
        for id_, body in connection.execute(bodies.order_by(covered.c.seq))
    ]
    while rest:
        page = page_of(rest, MAX_FACTS)
        yield page
        rest = rest[len(page) :]


def page_of(found: list[Returned], limit: int) -> list[Returned]:
    """Take the first whole groups that fit, or the first group alone."""
    page: list[Returned] = []
    size = 0
    for _, group in groupby(found, key=_group_or_itself):
        piece = list(group)
        size += sum(_size(one) for one in piece)
        if page and (len(page) + len(piece) > limit or size > MAX_BYTES):
            break
        page += piece
    return page


def _size(one: Returned) -> int:
    """Count the bytes of it on the line, where it stands as text within text."""
    text = one.fact + one.body
    return len(text.encode()) + text.count('"') + text.count("\\")


def _group_or_itself(one: Returned) -> str:
    group = _group(one)
    return one.id if group is None else group.id


def _group(one: Returned) -> Group | None:
    try:
        body = bytes(decode(Fact, one.fact.encode()).body) if one.fact else one.body.encode()
        return decode(Change, body).group
    except BadMessage:
        return None


def contiguous(facts: Sequence[Fact], cursor: int, hash_: str) -> list[Fact]:
    """Keep the facts that continue exactly where this device stands."""
    kept: list[Fact] = []
    for fact in facts:
        if fact.seq != cursor + 1 or (hash_ and fact.was != hash_):
            break
        kept.append(fact)
        cursor, hash_ = fact.seq, fact.hash
    return kept
